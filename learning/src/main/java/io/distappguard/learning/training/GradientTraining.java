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
  private static final int VALIDATION_BATCH = 256;
  private static final Object ONE_AT_A_TIME = new Object();

  private final TrainingConfiguration configuration;
  private final float[][] training;
  private final float[][] validation;
  private final SplittableRandom random;
  private final List<Shape> shapes;
  private final NDList parameters = new NDList();
  private final NDList firstMoments = new NDList();
  private final NDList secondMoments = new NDList();
  private final Network.Loss loss;
  private final WindowBatch inputs;
  private final WindowBatch targets;
  private int steps;

  private GradientTraining(
      NDManager manager,
      Network network,
      float[][] training,
      float[][] validation,
      TrainingConfiguration configuration) {
    this.configuration = configuration;
    this.training = training;
    this.validation = validation;
    random = new SplittableRandom(configuration.seed());
    shapes = new ArrayList<>();
    for (Tensor tensor : network.initialParameters()) {
      Shape shape = new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray());
      shapes.add(shape);
      NDArray parameter = manager.create(tensor.values(), shape);
      parameter.setRequiresGradient(true);
      parameters.add(parameter);
      firstMoments.add(manager.zeros(shape));
      secondMoments.add(manager.zeros(shape));
    }
    loss = network.prepare(manager);
    int features = training[0].length;
    int batch = Math.max(configuration.batchSize(), VALIDATION_BATCH);
    inputs = new WindowBatch(manager, batch, features);
    targets = new WindowBatch(manager, batch, features);
  }

  /**
   * Trains until the validation loss stops falling.
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
    int[] order = new int[training.length];
    Arrays.setAll(order, row -> row);
    int epochs = configuration.epochs(training.length);
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
        float[] window = training[order[position]];
        targets.add(window);
        inputs.addWithDropout(window, configuration.inputDropout(), random);
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
    double rate = learningRate();
    double corrected =
        rate
            * Math.sqrt(1 - Math.pow(SECOND_MOMENT_DECAY, steps))
            / (1 - Math.pow(FIRST_MOMENT_DECAY, steps));
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
    double share = LAST_RATE + (1 - LAST_RATE) * (1 + Math.cos(Math.PI * passed)) / 2;
    return configuration.learningRate() * share;
  }

  private long stepsAtMost() {
    return (long) configuration.epochs(training.length)
        * Math.ceilDiv(training.length, configuration.batchSize());
  }

  private float validationLoss() {
    double sum = 0;
    for (int from = 0; from < validation.length; from += VALIDATION_BATCH) {
      int to = Math.min(validation.length, from + VALIDATION_BATCH);
      targets.clear();
      for (int row = from; row < to; row++) {
        targets.add(validation[row]);
      }
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray batch = targets.array();
        sum += (double) loss.of(parameters, batch, batch).getFloat() * (to - from);
      }
    }
    return (float) (sum / validation.length);
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
      if (windows[row].length != features) {
        throw new IllegalArgumentException(
            name
                + "["
                + row
                + "]: "
                + windows[row].length
                + " features (expected: "
                + features
                + ")");
      }
      for (int feature = 0; feature < features; feature++) {
        if (!Float.isFinite(windows[row][feature])) {
          throw new IllegalArgumentException(
              name
                  + "["
                  + row
                  + "]["
                  + feature
                  + "]: "
                  + windows[row][feature]
                  + " (expected: finite)");
        }
      }
    }
  }

  /**
   * Memory outside the heap that the tensor library reads in place, filled anew for each step: a
   * fresh buffer a step would leave gigabytes for the garbage collector.
   */
  private static final class WindowBatch {

    private final NDManager manager;
    private final ByteBuffer memory;
    private final FloatBuffer values;
    private final float[] scratch;
    private int windows;

    WindowBatch(NDManager manager, int capacity, int features) {
      this.manager = manager;
      memory =
          ByteBuffer.allocateDirect(
                  Math.multiplyExact(Math.multiplyExact(capacity, features), Float.BYTES))
              .order(ByteOrder.nativeOrder());
      values = memory.asFloatBuffer();
      scratch = new float[features];
    }

    void clear() {
      values.clear();
      windows = 0;
    }

    void add(float[] window) {
      values.put(window);
      windows++;
    }

    void addWithDropout(float[] window, double dropout, SplittableRandom random) {
      float scale = (float) (1 / (1 - dropout));
      for (int feature = 0; feature < window.length; feature++) {
        scratch[feature] = random.nextDouble() < dropout ? 0f : window[feature] * scale;
      }
      add(scratch);
    }

    /** The windows as {@code [windows, features]}; valid until the next {@link #clear()}. */
    NDArray array() {
      memory.clear().limit(windows * scratch.length * Float.BYTES);
      return manager.create(memory, new Shape(windows, scratch.length), DataType.FLOAT32);
    }
  }
}
