#include "ui/Loader.h"

#include "core/tensor/Threads.h"
#include "core/train/Trainer.h"

#include <QElapsedTimer>
#include <QFileInfo>

namespace latentscape {

namespace {

constexpr int kProgressInterval = 50; // milliseconds

LoadOptions optionsOf(const DataRequest& request, const LoadWatch& watch) {
    return {request.limit, request.seed, request.form, watch};
}

// Relative paths of the command line also work from the checkpoint's own folder.
std::string findSource(const std::string& source, const QString& checkpointFile) {
    const std::filesystem::path path(source);
    std::error_code ignored;
    if (source == "shapes" || path.is_absolute() || std::filesystem::exists(path, ignored)) {
        return source;
    }
    const auto beside = std::filesystem::path(checkpointFile.toStdString()).parent_path() / path;
    return std::filesystem::exists(beside, ignored) ? beside.string() : source;
}

// The checkpoint can be looked at without its images, so that their absence is no failure.
void loadItsData(OpenedCheckpoint& opened, std::uint32_t fingerprint, const LoadWatch& watch) {
    try {
        LoadedData data =
            latentscape::loadData(opened.source.source.toStdString(), optionsOf(opened.source, watch));
        if (data.train->fingerprint() == fingerprint) {
            opened.data = std::move(data);
            return;
        }
        opened.dataProblem = Loader::tr("%1 now holds other images than those the model was trained on.")
                                 .arg(opened.source.source);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Cancelled) {
            throw;
        }
        opened.dataProblem = QString::fromUtf8(error.what());
    }
}

OpenedCheckpoint open(const QString& file, const LoadWatch& watch) {
    setComputeThreads(1);
    OpenedCheckpoint opened;
    opened.file = file;
    watch.reached(file.toStdString(), -1);
    const auto checkpoint = std::make_shared<const Checkpoint>(loadCheckpoint(file.toStdString()));
    watch.reached(file.toStdString(), -1);
    const auto told = [&](const auto& read) { // its settings or its history
        try {
            read();
        } catch (const Error& error) {
            throw Error(error.kind(), file.toStdString() + ": " + error.what());
        }
    };
    told([&] { opened.config = trainConfigFromJson(checkpoint->settings); });
    opened.config.data = findSource(opened.config.data, file);
    opened.source = requestOf(QString::fromStdString(opened.config.data), opened.config);
    loadItsData(opened, checkpoint->dataFingerprint, watch);
    told([&] { opened.snapshot = snapshotOf(checkpoint, {}, opened.data.heldOut.get()); });
    return opened;
}

} // namespace

DataRequest requestOf(const QString& source, const TrainConfig& config) {
    const LoadOptions options = loadOptions(config);
    return {source, options.limit, options.seed, options.form};
}

Loader::Loader(QObject* parent)
    : QObject(parent) {
    connect(&m_task, &LatestTask::failed, this, [this](const QString& message) {
        emit failed({m_onFailure.what, m_onFailure.file, message});
    });
}

void Loader::loadData(const DataRequest& request) {
    begin({Problem::What::DataNotLoaded, request.source, {}}, [this, request](const LoadWatch& watch) {
        LoadedData data = latentscape::loadData(request.source.toStdString(), optionsOf(request, watch));
        return [this, request, data] { emit dataLoaded(request, data); };
    });
}

void Loader::openCheckpoint(const QString& file) {
    begin({Problem::What::CheckpointNotOpened, file, {}}, [this, file](const LoadWatch& watch) {
        auto opened = std::make_shared<const OpenedCheckpoint>(open(file, watch));
        return [this, opened] { emit checkpointOpened(*opened); };
    });
}

void Loader::begin(const Problem& onFailure, Work work) {
    m_onFailure = onFailure;
    m_task.run([this, job = std::move(work)](const std::stop_token& stop) { return job(watchOf(stop)); });
}

// Called on the loading thread.
LoadWatch Loader::watchOf(const std::stop_token& stop) {
    const auto report = [this, stop, since = std::make_shared<QElapsedTimer>()](
                            const std::filesystem::path& file, double share) {
        if (since->isValid() && since->elapsed() < kProgressInterval) {
            return;
        }
        since->start();
        const QString what = tr("Reading %1").arg(QString::fromStdString(file.filename().string()));
        m_task.tell(stop, [this, what, share] { emit progressed(what, share); });
    };
    return {stop, report};
}

} // namespace latentscape
