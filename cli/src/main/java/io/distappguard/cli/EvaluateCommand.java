package io.distappguard.cli;

import picocli.CommandLine.Command;

/** {@code distappguard evaluate}: the experiments, each a subcommand. */
@Command(
    name = "evaluate",
    description = "Measures parts of the detectors beside others.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "EXPERIMENT",
    footerHeading = "%nExamples:%n",
    footer = {"  distappguard evaluate forecasting"})
final class EvaluateCommand {}
