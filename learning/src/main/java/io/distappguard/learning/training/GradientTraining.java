package io.distappguard.learning.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.distappguard.learning.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The training loop all our models share: Adam with decoupled weight decay (Kingma and Ba, ICLR
 * 2015; Loshchilov and Hutter, ICLR 2019) on shuffled batches with input dropout, stopped early by
 * validation.
 *
 * <p>Everything random comes from the configuration's seed through Java; the tensor library's own
 * generator is not used. One training runs at a time in a process, because the tensor library
 * allows one gradient collector only: a second caller waits.
 */
public final class GradientTraining {

  private static final float FIRST_MOMENT_DECAY = 0.9f;
  private static final float SECOND_MOMENT_DECAY = 0.999f;
  private static final float ADAM_EPSILON = 1e-8f;
  private static final double LAST_RATE = 0.05;
  private static final float NO_CLIPPING = -1f; // 0 would cut every positive gradient to 0
  private static final int CACHE_LINE = 64;
  private static final Object ONE_AT_A_TIME = new Object();

  private final TrainingConfiguration configuration;
  private final Examples training;
  private final Examples validation;
  private final int validationBatch;
  private final SplittableRandom random;
  private final List<Shape> shapes;
  private final NDList parameters = new NDList();
  private final NDList firstMoments = new NDList();
  private final NDList secondMoments = new NDList();
  private final Network.Loss loss;
  private final RowBatch inputs;
  private final RowBatch targets;
  private int steps;

  private GradientTraining(
      NDManager manager,
      Network network,
      Examples training,
      Examples validation,
      TrainingConfiguration configuration) {
    this.configuration = configuration;
    this.training = training;
    this.validation = validation;
    random = new SplittableRandom(configuration.seed());
    shapes = new ArrayList<>();
    for (Tensor tensor : network.initialParameters()) {
      Shape shape = new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray());
      shapes.add(shape);
      NDArray parameter = OwnMemory.copy(manager, tensor.values(), shape);
      parameter.setRequiresGradient(true);
      parameters.add(parameter);
      firstMoments.add(manager.zeros(shape));
      secondMoments.add(manager.zeros(shape));
    }
    loss = network.prepare(manager);
    validationBatch = network.validationBatch();
    int batch = Math.max(configuration.batchSize(), validationBatch);
    inputs = new RowBatch(manager, batch, training.inputs());
    targets = new RowBatch(manager, batch, training.targets());
  }

  /**
   * Trains a network that repeats its windows until the validation loss stops falling.
   *
   * @param training windows to learn from, each {@code [features]}, finite
   * @param validation windows to stop by
   * @throws IllegalArgumentException if either set is empty, ragged or not finite
   * @throws IllegalStateException if the loss never becomes a number
   */
  public static FittedParameters fit(
      Network network,
      float[][] training,
      float[][] validation,
      TrainingConfiguration configuration,
      TrainingProgress progress) {
    requireWindows("training", training, training.length == 0 ? 0 : training[0].length);
    requireWindows("validation", validation, training[0].length);
    return fitChecked(
        network,
        Examples.repeating(training),
        Examples.repeating(validation),
        configuration,
        progress);
  }

  /**
   * Trains until the validation loss stops falling.
   *
   * @param training examples to learn from, finite
   * @param validation examples to stop by
   * @throws IllegalArgumentException if either set is empty, ragged or not finite
   * @throws IllegalStateException if the loss never becomes a number
   */
  public static FittedParameters fit(
      Network network,
      Examples training,
      Examples validation,
      TrainingConfiguration configuration,
      TrainingProgress progress) {
    requireExamples("training", training, training.inputs(), training.targets());
    requireExamples("validation", validation, training.inputs(), training.targets());
    return fitChecked(network, training, validation, configuration, progress);
  }

  private static FittedParameters fitChecked(
      Network network,
      Examples training,
      Examples validation,
      TrainingConfiguration configuration,
      TrainingProgress progress) {
    synchronized (ONE_AT_A_TIME) {
      useOneThread();
      // The base manager and not the engine's root: what it owns is freed when it closes.
      try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
        return new GradientTraining(manager, network, training, validation, configuration)
            .run(progress);
      }
    }
  }

  private FittedParameters run(TrainingProgress progress) {
    int[] order = new int[training.count()];
    Arrays.setAll(order, row -> row);
    int epochs = configuration.epochs(training.count());
    float[] trainingLosses = new float[epochs];
    float[] validationLosses = new float[epochs];
    EarlyStopping stopping = new EarlyStopping(configuration.patience());
    List<float[]> best = List.of();
    int epoch = 0;
    while (epoch < epochs && !stopping.shouldStop()) {
      shuffle(order);
      trainingLosses[epoch] = trainEpoch(order);
      validationLosses[epoch] = validationLoss();
      if (stopping.observe(validationLosses[epoch])) {
        best = snapshot();
      }
      epoch++;
      progress.epochEnded(epoch, epochs, trainingLosses[epoch - 1], validationLosses[epoch - 1]);
    }
    if (stopping.bestEpoch() < 0) {
      throw new IllegalStateException(
          "training diverged: no epoch had a finite validation loss (try a learning rate below "
              + configuration.learningRate()
              + ")");
    }
    return new FittedParameters(
        tensors(best),
        Arrays.copyOf(trainingLosses, epoch),
        Arrays.copyOf(validationLosses, epoch),
        stopping.bestEpoch());
  }

  private float trainEpoch(int[] order) {
    double sum = 0;
    for (int from = 0; from < order.length; from += configuration.batchSize()) {
      int to = Math.min(order.length, from + configuration.batchSize());
      inputs.clear();
      targets.clear();
      for (int position = from; position < to; position++) {
        targets.add(training.target(order[position]));
        inputs.addWithDropout(
            training.input(order[position]), configuration.inputDropout(), random);
      }
      sum += (double) step() * (to - from);
    }
    return (float) (sum / order.length);
  }

  private float step() {
    // Every array made in a step belongs to the scope, whichever manager its receiver has:
    // otherwise parameter.mul(...) would stay with the parameter's manager until the very end.
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      float value;
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray batchLoss = loss.of(parameters, inputs.array(), targets.array());
        collector.backward(batchLoss);
        value = batchLoss.getFloat();
      }
      updateByAdam();
      return value;
    }
  }

  private void updateByAdam() {
    steps++;
    // StrictMath: what is interpreted and what is compiled must agree to the last bit.
    double rate = learningRate();
    double corrected =
        rate
            * Math.sqrt(1 - StrictMath.pow(SECOND_MOMENT_DECAY, steps))
            / (1 - StrictMath.pow(FIRST_MOMENT_DECAY, steps));
    for (int index = 0; index < parameters.size(); index++) {
      NDArray parameter = parameters.get(index);
      NDArray gradient = parameter.getGradient();
      NDList state =
          new NDList(parameter, gradient, firstMoments.get(index), secondMoments.get(index));
      parameter
          .getNDArrayInternal()
          .adamUpdate(
              state,
              new NDList(parameter),
              (float) rate,
              (float) corrected,
              (float) configuration.weightDecay(),
              1f,
              NO_CLIPPING,
              FIRST_MOMENT_DECAY,
              SECOND_MOMENT_DECAY,
              ADAM_EPSILON,
              false,
              true);
      gradient.subi(gradient); // gradients add up over steps unless cleared
    }
  }

  /** Falls from the configured rate to a twentieth of it along half a cosine (Loshchilov 2017). */
  private double learningRate() {
    double passed = Math.min(1, (double) steps / stepsAtMost());
    double share = LAST_RATE + (1 - LAST_RATE) * (1 + StrictMath.cos(Math.PI * passed)) / 2;
    return configuration.learningRate() * share;
  }

  private long stepsAtMost() {
    return (long) configuration.epochs(training.count())
        * Math.ceilDiv(training.count(), configuration.batchSize());
  }

  private float validationLoss() {
    double sum = 0;
    int count = validation.count();
    for (int from = 0; from < count; from += validationBatch) {
      int to = Math.min(count, from + validationBatch);
      inputs.clear();
      targets.clear();
      for (int example = from; example < to; example++) {
        inputs.add(validation.input(example));
        targets.add(validation.target(example));
      }
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray batchLoss = loss.of(parameters, inputs.array(), targets.array());
        sum += (double) batchLoss.getFloat() * (to - from);
      }
    }
    return (float) (sum / count);
  }

  private List<float[]> snapshot() {
    List<float[]> values = new ArrayList<>();
    for (NDArray parameter : parameters) {
      values.add(parameter.toFloatArray());
    }
    return values;
  }

  private List<Tensor> tensors(List<float[]> values) {
    List<Tensor> tensors = new ArrayList<>();
    for (int index = 0; index < values.size(); index++) {
      List<Integer> shape = new ArrayList<>();
      for (long length : shapes.get(index).getShape()) {
        shape.add(Math.toIntExact(length));
      }
      tensors.add(new Tensor(shape, values.get(index)));
    }
    return tensors;
  }

  private void shuffle(int[] order) {
    for (int last = order.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int kept = order[last];
      order[last] = order[other];
      order[other] = kept;
    }
  }

  /**
   * More threads change the order of sums, and with it the last bits of the weights. Must run
   * before the engine is loaded; an own choice on the command line is respected.
   */
  private static void useOneThread() {
    for (String property :
        List.of("ai.djl.pytorch.num_threads", "ai.djl.pytorch.num_interop_threads")) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, "1");
      }
    }
  }

  private static void requireWindows(String name, float[][] windows, int features) {
    if (windows.length == 0) {
      throw new IllegalArgumentException(name + ": no windows (expected: at least one)");
    }
    for (int row = 0; row < windows.length; row++) {
      requireRow(name + "[" + row + "]", windows[row], features, " features");
    }
  }

  private static void requireExamples(String name, Examples examples, int inputs, int targets) {
    if (examples.count() == 0) {
      throw new IllegalArgumentException(name + ": no examples (expected: at least one)");
    }
    for (int example = 0; example < examples.count(); example++) {
      String row = name + "[" + example + "]";
      requireRow(row + ".input", examples.input(example), inputs, " numbers");
      requireRow(row + ".target", examples.target(example), targets, " numbers");
    }
  }

  private static void requireRow(String name, float[] row, int length, String unit) {
    if (row.length != length) {
      throw new IllegalArgumentException(
          name + ": " + row.length + unit + " (expected: " + length + ")");
    }
    for (int index = 0; index < length; index++) {
      if (!Float.isFinite(row[index])) {
        throw new IllegalArgumentException(
            name + "[" + index + "]: " + row[index] + " (expected: finite)");
      }
    }
  }

  /**
   * Memory outside the heap that the tensor library reads in place, filled anew for each step: a
   * fresh buffer a step would leave gigabytes for the garbage collector.
   */
  private static final class RowBatch {

    private final NDManager manager;
    private final ByteBuffer memory;
    private final FloatBuffer values;
    private final float[] scratch;
    private int rows;

    RowBatch(NDManager manager, int capacity, int columns) {
      this.manager = manager;
      // On a cache line, as the tensor library's own memory is: matrix products of the same numbers
      // end in other last bits where the memory is aligned in another way.
      int bytes = Math.multiplyExact(Math.multiplyExact(capacity, columns), Float.BYTES);
      int padded = Math.multiplyExact(Math.ceilDiv(bytes, CACHE_LINE) + 1, CACHE_LINE);
      memory =
          ByteBuffer.allocateDirect(padded).alignedSlice(CACHE_LINE).order(ByteOrder.nativeOrder());
      values = memory.asFloatBuffer();
      scratch = new float[columns];
    }

    void clear() {
      values.clear();
      rows = 0;
    }

    void add(float[] row) {
      values.put(row);
      rows++;
    }

    void addWithDropout(float[] row, double dropout, SplittableRandom random) {
      float scale = (float) (1 / (1 - dropout));
      for (int column = 0; column < row.length; column++) {
        scratch[column] = random.nextDouble() < dropout ? 0f : row[column] * scale;
      }
      add(scratch);
    }

    /** The rows as {@code [rows, columns]}; valid until the next {@link #clear()}. */
    NDArray array() {
      memory.clear().limit(rows * scratch.length * Float.BYTES);
      return manager.create(memory, new Shape(rows, scratch.length), DataType.FLOAT32);
    }
  }
}
