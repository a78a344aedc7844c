#include "app/cli/Run.h"

#include "app/cli/Interrupts.h"
#include "app/cli/JsonLine.h"
#include "app/cli/LossWords.h"
#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"
#include "core/tensor/Json.h"
#include "core/tensor/Strengths.h"
#include "core/train/EarlyStopping.h"
#include "core/train/LossExport.h"
#include "core/train/LossHistory.h"
#include "core/train/Remedy.h"

#include <cstdio>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

constexpr const char* kCheckpoint = "checkpoint.safetensors";

// Nothing to look at while it runs; an unasked checkpoint now and then, for epochs that take long.
TrainerOptions trainerOptions() {
    TrainerOptions options;
    options.weightsInterval = 0;
    options.samplesInterval = 0;
    options.checkpointInterval = 60;
    return options;
}

void makeRunFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error || !fs::is_directory(folder)) {
        throw Error(ErrorKind::Io, folder.string() + ": the folder cannot be made: " + error.message());
    }
}

// A new run in the folder of an old one does not cost the old one's weights.
void keepOldCheckpoint(const fs::path& checkpoint) {
    if (fs::exists(checkpoint)) {
        const auto named = [&](const std::string& stem, const char* ending, int number) {
            const std::string nth = number > 1 ? "-" + std::to_string(number) : "";
            return checkpoint.parent_path() / (stem + "-before" + nth + ending);
        };
        int number = 1;
        while (fs::exists(named("checkpoint", ".safetensors", number))) {
            ++number;
        }
        const fs::path kept = named("checkpoint", ".safetensors", number);
        fs::rename(checkpoint, kept);
        std::error_code none; // a checkpoint alone is a run, too
        fs::rename(checkpoint.parent_path() / "losses.csv", named("losses", ".csv", number), none);
        std::fprintf(stderr, "The folder holds a run already; its checkpoint is now %s\n", kept.c_str());
    }
}

Trainer makeTrainer(const TrainConfig& config, const LoadedData& data,
                    const std::optional<Checkpoint>& from) {
    return from ? Trainer(config, data, *from, trainerOptions()) : Trainer(config, data, trainerOptions());
}

// The folder for a run that can be made: it is touched only after the settings have been found to be
// possible.
const fs::path& prepared(const fs::path& folder, bool isNew) {
    makeRunFolder(folder);
    if (isNew) {
        keepOldCheckpoint(folder / kCheckpoint);
    }
    return folder;
}

} // namespace

Run::Run(fs::path folder, const TrainConfig& config, const LoadedData& data,
         const std::optional<Checkpoint>& from, bool json, int fold)
    : m_folder(std::move(folder))
    , m_config(config)
    , m_json(json)
    , m_fold(fold)
    , m_trainer(makeTrainer(config, data, from))
    , m_log(prepared(m_folder, !from) / "losses.csv", config.model.kind, from ? from->step : 0)
    , m_health(config) {
    const std::string text = toJson(config) + "\n";
    writeFileAtomically(m_folder / "config.json", std::as_bytes(std::span(text)));
}

EpochResult Run::train(const std::stop_token& stop, const std::string& goOn) {
    finish(m_trainer.run(stop, [this](const Snapshot& snapshot) { take(snapshot); }), goOn);
    return epochOf(LossHistory::fromJson(m_last->history), m_last->weightsStep);
}

// On the training's own thread, so that the files never run behind it.
void Run::take(const Snapshot& snapshot) {
    m_log.add(snapshot);
    m_health.add(snapshot);
    for (const EpochResult& epoch : snapshot.epochs) {
        print(epoch);
    }
    tellFindings();
    if (snapshot.checkpoint) {
        m_log.sync(); // the checkpoint counts on these rows
        saveCheckpoint(m_folder / kCheckpoint, *snapshot.checkpoint);
        m_last = snapshot.checkpoint;
    } else if (!snapshot.epochs.empty()) {
        m_trainer.requestCheckpoint();
    }
    m_bar.show(snapshot);
    m_message = snapshot.message;
}

void Run::finish(TrainState state, const std::string& goOn) {
    m_bar.clear();
    RunLosses losses{m_config, {}, m_log.table()};
    if (m_last) {
        losses.made = provenanceOf(*m_last, m_folder / kCheckpoint, "losses");
        losses.made->seed = m_config.seed;
    }
    saveLosses(m_folder / "losses.png", losses);
    if (!m_json) {
        std::printf("%s: checkpoint.safetensors, losses.csv, losses.png, config.json\n", m_folder.c_str());
    }
    if (state == TrainState::Finished && !m_message.empty()) {
        std::fprintf(stderr, "%s\n", m_message.c_str());
    }
    if (state == TrainState::Diverged) {
        throw Error(ErrorKind::Diverged, m_message);
    }
    if (state == TrainState::Stopped) {
        throw Interrupted("interrupted; go on with: " + goOn);
    }
}

void Run::tellFindings() {
    for (const Finding& finding : m_health.findings()) {
        if (!m_told.insert(finding.kind).second) {
            continue;
        }
        std::string text = finding.title + ". " + finding.sentence;
        for (const Finding::Number& number : finding.numbers) {
            text += "\n    " + number.name + ": " + number.value;
        }
        if (const auto remedy = remedyFor(finding, m_config); remedy && !remedy->options.empty()) {
            text += "\n    Try " + remedy->options;
        }
        m_bar.clear();
        std::fprintf(stderr, "%s\n", text.c_str());
    }
}

void Run::print(const EpochResult& epoch) {
    m_bar.clear();
    if (m_json) {
        printJsonLine(asJson(epoch));
        return;
    }
    if (m_fold > 0) {
        std::printf("fold %d, ", m_fold);
    }
    std::string weight; // while it is another than the one that was set
    if (m_config.model.kind == ModelKind::Vae && epoch.beta != m_config.beta) {
        weight = " (KL weight " + shortestText(epoch.beta) + ")";
    }
    std::printf("epoch %lld/%lld: training loss %.2f%s; held out: %s; %.1f s\n",
                static_cast<long long>(epoch.epoch), static_cast<long long>(m_config.epochs), epoch.train[0],
                weight.c_str(), lossesInWords(m_config.model.kind, epoch.heldOut).c_str(),
                epoch.trainSeconds);
    std::fflush(stdout);
}

nlohmann::ordered_json Run::asJson(const EpochResult& epoch) const {
    nlohmann::ordered_json line{{"workload", m_config.preset}};
    if (m_fold > 0) {
        line["fold"] = m_fold;
    }
    line["epoch"] = epoch.epoch;
    line["train_loss"] = rounded(epoch.train[0], 2);
    if (m_config.model.kind == ModelKind::Vae) {
        line["beta"] = shortestDouble(epoch.beta);
    }
    line.update(lossesAsJson(m_config.model.kind, epoch.heldOut));
    line["train_seconds"] = rounded(epoch.trainSeconds, 1);
    for (const Finding& finding : m_health.findings()) {
        line["findings"].push_back(nameOf(finding.kind));
    }
    return line;
}

} // namespace latentscape
