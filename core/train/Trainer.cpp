#include "core/train/Trainer.h"

#include "core/data/BatchLoader.h"
#include "core/tensor/Error.h"
#include "core/tensor/Threads.h"
#include "core/train/BestWeights.h"
#include "core/train/Condition.h"
#include "core/train/EarlyStopping.h"
#include "core/train/LiveSettings.h"
#include "core/train/LossHistory.h"
#include "core/train/Metrics.h"
#include "core/train/Moments.h"
#include "core/train/Previews.h"
#include "core/train/StepMemory.h"
#include "core/train/Timer.h"
#include "core/train/TrainerRequests.h"
#include "core/train/TrainingClock.h"

#include <cmath>
#include <optional>
#include <utility>

namespace latentscape {

namespace {

constexpr std::int64_t kLearntFrom = 1000; // images

} // namespace

struct Trainer::Impl {
    Impl(TrainConfig c, LoadedData d, TrainerOptions o)
        : config(std::move(c))
        , data(std::move(d))
        , options(std::move(o))
        , loader(data.train, config.batch, config.seed, config.augment, config.binarise)
        , noise(config.seed, kNoiseStream)
        , snapshotTimer(options.snapshotInterval)
        , previews(options.weightsInterval, options.samplesInterval, options.pictures)
        , checkpointTimer(options.checkpointInterval)
        , rhythm(options.momentInterval) {
        checkpointTimer.restart();
        if (config.binarise != Binarise::None) {
            data.heldOut = heldOutBinarised(*data.heldOut);
        }
        fitModel(config, data);
        validate(config);
        validate(config.model);
        requireMemory(config, data.train->count());
    }

    TrainState run(std::stop_token stop, const std::function<void(const Snapshot&)>& emit);

    void start();
    void takeRequests();
    void change(TrainConfig wanted);
    void renewModel();
    void waitWhilePaused(std::stop_token stop, const std::function<void(const Snapshot&)>& emit);
    bool takeStep();
    void endEpoch();
    bool stopsEarly();
    bool isBestYet(std::int64_t fromStep) const; // the epoch that has just ended
    void beginPatience();
    void keepMoment();
    void describeProgress(TrainState state);
    void send(TrainState state, bool allPreviews, const std::function<void(const Snapshot&)>& emit);
    std::shared_ptr<Checkpoint> capture(); // with the weights of now
    std::shared_ptr<const Checkpoint> captureWithBest();
    double epochPosition() const;
    std::int64_t place() const { // in steps of the batch of now
        return stepsBefore(config, loader.epoch(), loader.cursor(), data.train->count());
    }
    // Of the next step.
    StepControls controls() const { return controlsAt(config, place(), data.train->count()); }

    TrainConfig config;
    LoadedData data;
    TrainerOptions options;
    BatchLoader loader;
    Random noise;
    std::optional<Checkpoint> from;
    TrainerRequests requests;

    std::unique_ptr<Model> model;
    LossHistory history;
    std::int64_t step = 0;
    std::int64_t modelStep = 0;        // after which the model's weights were as they are
    std::vector<Trainable> trainables; // of the model
    float betaInForce = 0;             // in the last step
    TrainingSigns signs;               // of the last step of an epoch
    SampleSigns sampleSigns;
    std::optional<Dataset> learntFrom; // some of the training images, which a discriminator may know by heart
    BestWeights best;                  // if there is any patience
    std::int64_t patientFrom = 0;      // step: of earlier epochs the weights are not kept
    Snapshot snapshot;                 // filled until it is sent
    Timer snapshotTimer;
    Previews previews;
    Timer checkpointTimer;
    MomentRhythm rhythm;
    std::optional<StepPart> oneStep; // is taken in a pause
    bool checkpointWanted = false;   // with the next snapshot
    LossSums epochSums{};            // over the images taken in this epoch
    TrainingClock clock;             // of this run()
};

void Trainer::Impl::start() {
    setComputeThreads(config.threads);
    model = makeModel(config.model, config.optimizer, config.seed);
    if (from) {
        best.takeFrom(*from);
        restoreModel(*from, *model);
        noise = Random(from->random);
        history = LossHistory::fromJson(from->history);
        modelStep = step = from->step;
        epochSums = from->epochLosses;
        loader.seek(from->epoch, from->cursor);
        from.reset();
        if (config.patience == 0) {
            best.forget();
        } else if (best.areKept()) {
            patientFrom = best.step();
        } else {
            beginPatience();
        }
    }
    trainables = model->trainables();
    sampleSigns = SampleSigns(*data.heldOut, config.model);
    if (config.model.kind == ModelKind::Gan) {
        learntFrom = data.train->first(std::min(kLearntFrom, data.heldOut->count()));
    }
    clock.start();
}

double Trainer::Impl::epochPosition() const {
    return static_cast<double>(loader.epoch()) +
           static_cast<double>(loader.cursor()) / static_cast<double>(data.train->count());
}

void Trainer::Impl::takeRequests() {
    if (!requests.any.exchange(false)) {
        return;
    }
    const TrainerRequests::Wishes wishes = requests.take();
    if (wishes.settings) {
        change(*wishes.settings);
    }
    oneStep = wishes.oneStep;
    checkpointWanted |= wishes.checkpoint;
    if (wishes.newSamples) {
        previews.takeOtherLatents();
    }
}

void Trainer::Impl::change(TrainConfig wanted) {
    wanted.epochs = std::max(wanted.epochs, loader.epoch() + (loader.cursor() > 0 ? 1 : 0)); // ends whole
    TrainConfig changed = config;
    const std::vector<std::string> changes = takeLiveSettings(wanted, changed);
    if (changes.empty()) {
        return;
    }
    keepMoment();
    for (const std::string& words : changes) {
        snapshot.changes.push_back({epochPosition(), words});
        history.add(snapshot.changes.back());
    }
    const bool otherBatch = changed.batch != config.batch;
    const bool wasPatient = config.patience > 0;
    config = changed;
    model->change(config.model, config.optimizer);
    if (otherBatch) {
        renewModel();
    }
    trainables = model->trainables();
    loader.setBatch(config.batch);
    loader.setAugmentation(config.augment);
    if (config.patience == 0) {
        best.forget();
    } else if (!wasPatient) {
        beginPatience();
    }
}

// There is no going back to what was before: its weights are gone.
void Trainer::Impl::beginPatience() {
    patientFrom = step;
    if (!history.epochs().empty() && history.epochs().back().step == step) {
        best.keep(*model, step);
    }
}

// As it was, without the room that its layers have kept for batches of another size.
void Trainer::Impl::renewModel() {
    Checkpoint now;
    captureModel(*model, now);
    model.reset();
    model = makeModel(config.model, config.optimizer, config.seed);
    restoreModel(now, *model);
}

void Trainer::Impl::waitWhilePaused(std::stop_token stop, const std::function<void(const Snapshot&)>& emit) {
    std::unique_lock lock(requests.mutex);
    if (!requests.paused) {
        return;
    }
    const auto since = Clock::now();
    while (requests.paused && !stop.stop_requested()) {
        lock.unlock();
        takeRequests();
        if (oneStep) {
            break;
        }
        send(TrainState::Paused, true, emit);
        lock.lock();
        requests.changed.wait(lock, stop, [&] { return !requests.paused || requests.any; });
        // Whoever drags a slider asks more often than there are snapshots.
        requests.changed.wait_until(lock, stop, snapshotTimer.next(), [&] { return !requests.paused; });
    }
    clock.leaveOut(since);
}

// False when the loss or the gradient is not finite; the weights are then those before the step.
bool Trainer::Impl::takeStep() {
    const auto labels = labelsFor(config.model, *data.train, loader.upcoming());
    StepControls controls = this->controls();
    const Tensor& images = loader.next();
    const Random::State before = noise.state();
    controls.part = oneStep.value_or(StepPart::All);
    controls.step = step;
    std::optional<StepWatch> watch;
    if (loader.cursor() == 0) { // it is the epoch's last
        watch.emplace(trainables);
    }
    const Losses losses = model->step(images, controls, noise, labels);
    if (!std::isfinite(losses[0])) {
        noise = Random(before);
        snapshot.message = "Training stopped at step " + std::to_string(step + 1) + ": the " +
                           causeOfDivergence(losses, config.model.kind) +
                           " is not finite. The last finite weights are kept. Try a smaller learning rate.";
        return false;
    }
    modelStep = ++step;
    const std::int64_t n = images.dim(0);
    clock.countImages(n);
    for (std::size_t i = 0; i < losses.size(); ++i) {
        epochSums[i] += double{losses[i]} * static_cast<double>(n);
    }
    betaInForce = controls.beta;
    if (watch) {
        signs = watch->signs();
    }
    snapshot.losses.push_back(
        {step, epochPosition(), losses, controls.learningRate, controls.beta, gradientNorm(trainables)});
    history.add(snapshot.losses.back());
    return true;
}

void Trainer::Impl::endEpoch() {
    const auto since = Clock::now();
    EpochResult result;
    result.epoch = loader.epoch();
    result.step = step;
    for (std::size_t i = 0; i < epochSums.size(); ++i) {
        result.train[i] = static_cast<float>(epochSums[i] / static_cast<double>(data.train->count()));
    }
    epochSums = {};
    result.trainSeconds = clock.seconds();
    result.beta = betaInForce;
    Evaluation held = evaluate(*model, *data.heldOut, config.seed,
                               {.beta = result.beta, .samples = config.samples, .freeBits = config.freeBits});
    result.heldOut = held.losses;
    result.klPerLatent = std::move(held.klPerLatent);
    result.signs = signs;
    sampleSigns.measure(*model, config.seed, result.signs);
    if (learntFrom) {
        result.signs.byHeart = evaluate(*model, *learntFrom, config.seed, {}).losses[2] - result.heldOut[2];
    }
    result.samples = config.samples;
    history.add(result, best.areKept() ? best.step() : -1);
    if (config.patience > 0 && isBestYet(patientFrom)) {
        best.keep(*model, step);
    }
    snapshot.epochs.push_back(std::move(result));
    clock.leaveOut(since);
}

bool Trainer::Impl::isBestYet(std::int64_t fromStep) const {
    return config.model.kind == ModelKind::Vae && !history.epochs().empty() &&
           bestEpoch(config, history, fromStep) == &history.epochs().back();
}

bool Trainer::Impl::stopsEarly() {
    if (loader.cursor() == 0) {
        snapshot.message = reasonToStop(config, history, patientFrom);
    }
    return !snapshot.message.empty();
}

void Trainer::Impl::keepMoment() {
    if (!rhythm.isOn() || rhythm.has(step)) {
        return;
    }
    const auto checkpoint = capture();
    rhythm.taken(step, sizeOf(*checkpoint));
    snapshot.moments.push_back(
        {checkpoint, drawProgress(*model, data.heldOut.get(), config.seed,
                                  keptPictures(config.model.image, previews.series()))});
}

void Trainer::Impl::describeProgress(TrainState state) {
    snapshot.state = state;
    snapshot.step = step;
    snapshot.totalSteps = step + config.epochs * loader.batchesPerEpoch() - place();
    snapshot.epoch = epochPosition();
    snapshot.totalEpochs = config.epochs;
    const StepControls controls = this->controls();
    snapshot.learningRate = controls.learningRate;
    snapshot.beta = controls.beta;
    snapshot.imagesPerSecond = clock.imagesPerSecond();
    const double left =
        (static_cast<double>(config.epochs) - snapshot.epoch) * static_cast<double>(data.train->count());
    const bool goesOn = state == TrainState::Running || state == TrainState::Paused;
    snapshot.secondsLeft = goesOn && snapshot.imagesPerSecond > 0 ? left / snapshot.imagesPerSecond : 0;
}

void Trainer::Impl::send(TrainState state, bool allPreviews,
                         const std::function<void(const Snapshot&)>& emit) {
    previews.addTo(snapshot, *model, modelStep, data.heldOut.get(), config.seed, allPreviews);
    if (!snapshot.checkpoint && (std::exchange(checkpointWanted, false) || checkpointTimer.due())) {
        snapshot.checkpoint = captureWithBest();
    }
    describeProgress(state);
    snapshotTimer.restart();
    emit(std::exchange(snapshot, {}));
}

std::shared_ptr<const Checkpoint> Trainer::Impl::captureWithBest() {
    auto checkpoint = capture();
    best.putInto(*checkpoint);
    return checkpoint;
}

std::shared_ptr<Checkpoint> Trainer::Impl::capture() {
    auto checkpoint = std::make_shared<Checkpoint>();
    checkpoint->model = config.model;
    checkpoint->optimizer = config.optimizer;
    checkpoint->settings = toJson(config);
    checkpoint->history = history.toJson();
    checkpoint->run = options.run;
    captureModel(*model, *checkpoint);
    checkpoint->weightsStep = step;
    checkpoint->random = noise.state();
    checkpoint->order.assign(loader.order().begin(), loader.order().end());
    checkpoint->epoch = loader.epoch();
    checkpoint->cursor = loader.cursor();
    checkpoint->step = step;
    checkpoint->epochLosses = epochSums;
    checkpoint->dataFingerprint = data.train->fingerprint();
    return checkpoint;
}

TrainState Trainer::Impl::run(std::stop_token stop, const std::function<void(const Snapshot&)>& emit) {
    start();
    TrainState state = TrainState::Finished;
    while (loader.epoch() < config.epochs && !stopsEarly()) {
        takeRequests();
        waitWhilePaused(stop, emit);
        if (stop.stop_requested()) {
            state = TrainState::Stopped;
            break;
        }
        if (rhythm.due(step, loader.cursor() == 0 && isBestYet(0))) {
            keepMoment();
        }
        const std::int64_t epoch = loader.epoch();
        const std::int64_t cursor = loader.cursor();
        if (!takeStep()) {
            loader.seek(epoch, cursor); // the batch was not learnt from
            state = TrainState::Diverged;
            break;
        }
        if (loader.cursor() == 0) {
            endEpoch();
        }
        if (!std::exchange(oneStep, {}) && snapshotTimer.due()) { // else the pause tells of it
            send(TrainState::Running, false, emit);
        }
    }
    keepMoment();
    snapshot.checkpoint = captureWithBest();
    restoreModel(*snapshot.checkpoint, *model); // the best weights, if those were kept
    modelStep = snapshot.checkpoint->weightsStep;
    send(state, true, emit);
    return state;
}

Trainer::Trainer(TrainConfig config, LoadedData data, TrainerOptions options)
    : m_impl(std::make_unique<Impl>(std::move(config), std::move(data), options)) {}

Trainer::Trainer(TrainConfig config, LoadedData data, const Checkpoint& from, TrainerOptions options)
    : Trainer(std::move(config), std::move(data), options) {
    if (from.dataFingerprint != m_impl->data.train->fingerprint()) {
        throw Error(ErrorKind::Usage,
                    "The run cannot go on: its checkpoint was made with other images than those of " +
                        m_impl->data.train->name() + ". Give the data it was trained on.");
    }
    if (from.model != m_impl->config.model) {
        throw Error(ErrorKind::Usage, "The run cannot go on: the checkpoint's model (" +
                                          describe(from.model) + ") is not the one of the settings (" +
                                          describe(m_impl->config.model) + ").");
    }
    m_impl->from = from;
}

Trainer::~Trainer() = default;

TrainState Trainer::run(std::stop_token stop, const std::function<void(const Snapshot&)>& onSnapshot) {
    return m_impl->run(stop, onSnapshot);
}

void Trainer::change(const TrainConfig& settings) {
    validate(settings);
    validate(settings.model);
    requireMemory(settings, m_impl->data.train->count());
    m_impl->requests.ask([&](TrainerRequests& r) { r.wishes.settings = settings; });
}

void Trainer::setPaused(bool paused) {
    m_impl->requests.ask([&](TrainerRequests& r) { r.paused = paused; });
}

void Trainer::takeOneStep(StepPart part) {
    m_impl->requests.ask([&](TrainerRequests& r) { r.wishes.oneStep = part; });
}

void Trainer::requestCheckpoint() {
    m_impl->requests.ask([&](TrainerRequests& r) { r.wishes.checkpoint = true; });
}

void Trainer::newSampleLatents() {
    m_impl->requests.ask([&](TrainerRequests& r) { r.wishes.newSamples = true; });
}

} // namespace latentscape
