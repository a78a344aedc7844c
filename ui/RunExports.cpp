#include "ui/RunExports.h"

#include "core/io/Checkpoint.h"
#include "core/tensor/Threads.h"
#include "core/train/Embeddings.h"
#include "core/train/Metrics.h"
#include "core/train/RunReport.h"
#include "ui/FileWriter.h"
#include "ui/SaveDialog.h"
#include "ui/Session.h"

#include <QFileDialog>

namespace latentscape {

namespace {

constexpr std::int64_t kSearched = 1000;    // images whose latents are searched for, of a GAN
constexpr const char* kEvents = "tfevents"; // the ending that stands for a folder

// Of the weights that are exported, if they are those of the checkpoint.
std::string checksumOf(const std::shared_ptr<const Checkpoint>& checkpoint, const Weights& weights) {
    return checkpoint && checkpoint->weightsStep == weights.step ? weightsChecksum(*checkpoint) : "";
}

} // namespace

RunExports::RunExports(Session* session, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_window(window)
    , m_writer(new FileWriter(window, this)) {
    connect(m_writer, &FileWriter::saved, this, &RunExports::saved);
    connect(m_writer, &FileWriter::failed, this, &RunExports::failed);
    connect(session, &Session::runStarted, this, [this] {
        m_history = {};
        m_weights.reset();
        m_samples.reset();
        emit changed();
    });
    connect(session, &Session::dataLoaded, this, &RunExports::changed);
    connect(session, &Session::snapshotArrived, this, &RunExports::follow);
}

void RunExports::follow(const Snapshot& snapshot) {
    for (const LossPoint& point : snapshot.losses) {
        m_history.add(point);
    }
    for (const EpochResult& epoch : snapshot.epochs) {
        m_history.add(epoch);
    }
    for (const ControlChange& change : snapshot.changes) {
        m_history.add(change);
    }
    m_samples = snapshot.samples ? snapshot.samples : m_samples;
    const bool first = !m_weights && snapshot.weights;
    m_weights = snapshot.weights ? snapshot.weights : m_weights;
    if (first) {
        emit changed();
    }
}

ModelCopy RunExports::model() const {
    return {m_session->config(), m_weights, m_session->data()};
}

ModelCopy RunExports::shownModel() const {
    const LookBack& lookBack = m_session->lookBack();
    return {m_session->config(), lookBack.isOn() ? lookBack.shown().weights : m_weights, m_session->data()};
}

int RunExports::threads() const {
    return m_session->isTraining() ? 1 : 0;
}

// ---- encodings ----

void RunExports::saveEncodings() {
    const bool isGan = m_session->config().model.kind == ModelKind::Gan;
    const std::int64_t images = m_session->data().heldOut->count();
    const QString title = isGan
                              ? tr("Save the latents of the first %1 held-out images, which are searched for")
                                    .arg(std::min(images, kSearched))
                              : tr("Save the encodings of the %1 held-out images").arg(images);
    connect(
        openSaveDialog(m_window, title, QStringLiteral("encodings.npy"),
                       {{tr("NumPy array"), QStringLiteral("npy")}, {tr("Table"), QStringLiteral("csv")}}),
        &QFileDialog::fileSelected, this, &RunExports::writeEncodings);
}

void RunExports::writeEncodings(const QString& file) {
    m_writer->write(
        file, [model = shownModel(), out = file.toStdString(), threads = threads()](const WorkWatch& watch) {
            requireEmbeddingName(out);
            setComputeThreads(threads);
            const auto images = asSeen(model.config, model.data.heldOut);
            const std::int64_t limit = model.config.model.kind == ModelKind::Gan ? kSearched : 0;
            saveEmbeddings(out, posteriorMeans(*model.build(), *images, limit, watch), *images);
        });
}

// ---- losses ----

void RunExports::saveLosses() {
    QFileDialog* dialog =
        openSaveDialog(m_window, tr("Save the losses"), QStringLiteral("losses.csv"),
                       {{tr("Table"), QStringLiteral("csv")},
                        {tr("Folder with events for TensorBoard"), QLatin1String(kEvents)}});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        writeLosses(file.endsWith(QLatin1String(kEvents)) ? file + '/' : file);
    });
}

void RunExports::writeLosses(const QString& file) {
    m_writer->write(file, [config = m_session->config(), history = m_history, out = file.toStdString()](
                              const WorkWatch&) { latentscape::saveLosses(out, lossesOf(config, history)); });
}

// ---- report ----

void RunExports::saveReport() {
    connect(openSaveDialog(m_window, tr("Save a report of the run"), QStringLiteral("run.html"),
                           {{tr("Page"), QStringLiteral("html")}}),
            &QFileDialog::fileSelected, this, &RunExports::writeReport);
}

void RunExports::writeReport(const QString& file) {
    std::vector<RunReport::Moment> moments;
    for (const MomentStore::Entry& entry : m_session->moments().entries()) {
        if (entry.pictures.samples) {
            moments.push_back({entry.epoch, entry.pictures.samples});
        }
    }
    m_writer->write(file, [config = m_session->config(), history = m_history, samples = m_samples, moments,
                           model = model(), checkpoint = m_session->checkpoint(), threads = threads(),
                           out = file.toStdString()](const WorkWatch& watch) {
        setComputeThreads(threads);
        RunReport report{.losses = lossesOf(config, history),
                         .checksum = checksumOf(checkpoint, *model.weights),
                         .samples = samples,
                         .history = moments};
        const auto progress = [&watch](ReportPart, double share) { watch.reached(share); };
        complete(report, *model.build(), model.isComplete() ? &model.data : nullptr, {},
                 {.stop = watch.stop, .progress = progress});
        latentscape::writeReport(out, report);
    });
}

} // namespace latentscape
