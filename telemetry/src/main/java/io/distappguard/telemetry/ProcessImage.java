package io.distappguard.telemetry;

/**
 * One executable run by one process: an {@code execve} ends one and begins the next.
 *
 * @param id number within its stream or recording, from 0 without gaps
 * @param container {@link Container#id} it runs in
 * @param pid the kernel's process id in the recorder's pid namespace
 * @param parent {@link #id} of the image that forked this process, -1 where it was not seen
 * @param executable path of the executable as far as known; a forked child has its parent's until
 *     it executes another
 * @param arguments the argument vector joined by spaces as far as the source shows it, cut short;
 *     empty where unknown
 * @param startMillis when this image began, in milliseconds since the epoch; of one that ran before
 *     its source was there, when its process began where the source tells, else the first time it
 *     was seen
 */
public record ProcessImage(
    int id,
    int container,
    long pid,
    int parent,
    String executable,
    String arguments,
    long startMillis) {}
