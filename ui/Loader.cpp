#include "ui/Loader.h"

#include "ui/Background.h"

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
    : QObject(parent) {}

Loader::~Loader() {
    cancel();
    m_pool.waitForDone();
}

void Loader::cancel() {
    m_current = 0;
    m_stop.request_stop();
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

void Loader::begin(Problem onFailure, Work work) {
    cancel();
    m_stop = {};
    const std::uint64_t id = ++m_last;
    m_current = id;
    m_pool.start([this, id, problem = std::move(onFailure), job = std::move(work), watch = makeWatch(id)] {
        yieldToTheWindow();
        guarded([&] { deliver(id, job(watch)); },
                [&](const QString& message) {
                    deliver(id, [this, p = Problem{problem.what, problem.file, message}] { emit failed(p); });
                });
    });
}

void Loader::deliver(std::uint64_t id, const std::function<void()>& result) {
    QMetaObject::invokeMethod(this, [this, id, result] {
        if (id == m_current) {
            m_current = 0;
            result();
        }
    });
}

LoadWatch Loader::makeWatch(std::uint64_t id) {
    const auto report = [this, id, since = std::make_shared<QElapsedTimer>()](
                            const std::filesystem::path& file, double share) {
        if (since->isValid() && since->elapsed() < kProgressInterval) {
            return;
        }
        since->start();
        const QString what = tr("Reading %1").arg(QString::fromStdString(file.filename().string()));
        QMetaObject::invokeMethod(this, [this, id, what, share] {
            if (id == m_current) {
                emit progressed(what, share);
            }
        });
    };
    return {m_stop.get_token(), report};
}

} // namespace latentscape
