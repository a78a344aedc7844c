#include "ui/MomentStore.h"

#include "ui/Background.h"

#include "core/tensor/Threads.h"

#include <QDateTime>
#include <QDir>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

namespace latentscape {

namespace {

constexpr int kMostRuns = 16;                              // that are kept besides the one that is shown
constexpr std::int64_t kMostBytes = std::int64_t{4} << 30; // that they may take
constexpr int kDigits = 9;                                 // of a step, so that names sort

QString fileName(std::int64_t step) {
    return QStringLiteral("step-%1.safetensors").arg(step, kDigits, 10, QLatin1Char('0'));
}

std::int64_t stepOf(const QString& name) {
    static const QRegularExpression pattern(QStringLiteral("^step-(\\d+)\\.safetensors$"));
    const auto match = pattern.match(name);
    return match.hasMatch() ? match.captured(1).toLongLong() : -1;
}

// Both name the same file then; where the file system knows no such thing it is copied, under another name
// until it is whole.
void share(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::error_code problem;
    std::filesystem::create_hard_link(from, to, problem);
    if (!problem || problem == std::errc::file_exists) {
        return;
    }
    std::filesystem::path part = to;
    part += ".part";
    std::filesystem::copy_file(from, part, std::filesystem::copy_options::overwrite_existing, problem);
    if (!problem) {
        std::filesystem::rename(part, to, problem);
    }
    if (problem) {
        std::filesystem::remove(part, problem);
    }
}

struct RunFolder {
    QString path;
    QDateTime changed;
    std::int64_t bytes = 0;
};

std::vector<RunFolder> runFolders(const QString& folder) { // the newest first
    std::vector<RunFolder> runs;
    for (const QFileInfo& run : QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time)) {
        RunFolder found{run.filePath(), run.lastModified()};
        for (const QFileInfo& file : QDir(run.filePath()).entryInfoList(QDir::Files)) {
            found.bytes += file.size();
        }
        runs.push_back(found);
    }
    return runs;
}

} // namespace

MomentStore::MomentStore(QObject* parent)
    : QObject(parent) {
    m_files.setMaxThreadCount(1);
    connect(&m_writer, &CheckpointWriter::written, this, &MomentStore::noteWritten);
    connect(&m_writer, &CheckpointWriter::failed, this, &MomentStore::noteFailed);
}

MomentStore::~MomentStore() {
    m_files.waitForDone();
}

void MomentStore::keepIn(const QString& folder, const MomentLimits& limits) {
    m_folder = folder;
    m_limits = limits;
}

// ---- which run ----

QString MomentStore::folderOf(const QString& run) const {
    return m_folder + '/' + run;
}

QString MomentStore::fileOf(std::int64_t step) const {
    return folderOf(m_run) + '/' + fileName(step);
}

QString MomentStore::nameFor(const TrainConfig& config) const {
    if (!isOn()) {
        return {};
    }
    static const QRegularExpression others(QStringLiteral("[^A-Za-z0-9._-]+"));
    const QString preset = QString::fromStdString(config.preset).replace(others, QStringLiteral("-"));
    const QString name =
        QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm.ss ")) + preset.left(40);
    QString free = name;
    for (int i = 2; QFileInfo::exists(folderOf(free)); ++i) {
        free = name + QStringLiteral(" (%1)").arg(i);
    }
    return free;
}

void MomentStore::reset(const TrainConfig& config, const QString& run) {
    m_drawing.cancel();
    m_entries.clear();
    m_history = {};
    m_config = config;
    m_run = run;
    m_series = 0;
    m_failing = false;
}

void MomentStore::beginRun(const TrainConfig& config, const QString& name) {
    reset(config, name);
    if (!m_run.isEmpty()) {
        QDir().mkpath(folderOf(m_run));
        removeOldRuns();
    }
    emit changed();
}

void MomentStore::openRun(const TrainConfig& config, const Checkpoint& checkpoint,
                          std::shared_ptr<const Dataset> heldOut) {
    const QString run = QString::fromStdString(checkpoint.run);
    const bool isName =
        run == QFileInfo(run).fileName() && run != QLatin1String(".") && run != QLatin1String("..");
    reset(config, isOn() && isName ? run : QString());
    m_heldOut = std::move(heldOut);
    m_history = LossHistory::fromJson(checkpoint.history);
    find();
    judge();
    emit changed();
    drawMissing();
}

void MomentStore::branchRun(const TrainConfig& config, const Checkpoint& from) {
    const QString before = m_run;
    std::vector<Entry> shared = std::move(m_entries);
    std::erase_if(shared, [&](const Entry& entry) { return entry.step > from.step; });
    const std::uint64_t series = m_series;
    reset(config, nameFor(config));
    m_series = series;
    m_history = LossHistory::fromJson(from.history);
    if (isOn()) {
        QDir().mkpath(folderOf(m_run));
        for (Entry& entry : shared) {
            const QString to = fileOf(entry.step);
            entry.file = to;
            if (entry.unwritten) {
                m_writer.write(to, entry.unwritten);
            } else {
                m_files.start([source = folderOf(before) + '/' + fileName(entry.step), to] {
                    share(source.toStdString(), to.toStdString());
                });
            }
        }
        m_entries = std::move(shared);
        removeOldRuns();
    }
    judge();
    emit changed();
    drawMissing();
}

// Its folder has few files, each of whose names tells the step: nothing is read.
void MomentStore::find() {
    if (m_run.isEmpty()) {
        return;
    }
    for (const QFileInfo& file : QDir(folderOf(m_run)).entryInfoList(QDir::Files, QDir::Name)) {
        Entry entry;
        entry.step = stepOf(file.fileName());
        if (entry.step < 0) {
            continue;
        }
        entry.file = file.filePath();
        entry.bytes = file.size();
        entry.epoch = m_history.epochAfter(entry.step);
        m_entries.push_back(entry);
    }
}

bool MomentStore::hasLaterThan(std::int64_t step) const {
    return !m_entries.empty() && m_entries.back().step > step;
}

QStringList MomentStore::runs() const {
    return isOn() ? QDir(m_folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed)
                  : QStringList();
}

QString MomentStore::lastOf(const QString& run) const {
    const QDir folder(folderOf(run));
    const QStringList files =
        folder.entryList({QStringLiteral("step-*.safetensors")}, QDir::Files, QDir::Name);
    return files.isEmpty() ? QString() : folder.filePath(files.last());
}

void MomentStore::removeOldRuns() {
    m_files.start([folder = m_folder, shown = folderOf(m_run)] {
        std::int64_t bytes = 0;
        int count = 0;
        for (const RunFolder& run : runFolders(folder)) {
            bytes += run.bytes;
            if (run.path != shown && (++count > kMostRuns || bytes > kMostBytes)) {
                QDir(run.path).removeRecursively();
            }
        }
    });
}

// ---- its moments ----

const MomentStore::Entry* MomentStore::entry(std::int64_t step) const {
    const auto found = std::ranges::lower_bound(m_entries, step, {}, &Entry::step);
    return found != m_entries.end() && found->step == step ? &*found : nullptr;
}

const MomentStore::Entry* MomentStore::nearest(double epoch) const {
    const auto distance = [epoch](const Entry& entry) { return std::abs(entry.epoch - epoch); };
    const auto found = std::ranges::min_element(m_entries, {}, distance);
    return found == m_entries.end() ? nullptr : &*found;
}

void MomentStore::follow(const Snapshot& snapshot) {
    for (const EpochResult& epoch : snapshot.epochs) {
        m_history.add(epoch);
    }
    for (const ControlChange& change : snapshot.changes) {
        m_history.add(change);
    }
    if (m_run.isEmpty()) {
        return;
    }
    for (const Moment& moment : snapshot.moments) {
        const Checkpoint& at = *moment.checkpoint;
        if (entry(at.step)) {
            continue; // where a run goes on it is handed out once more
        }
        const auto images = static_cast<double>(std::max<std::size_t>(at.order.size(), 1));
        Entry entry;
        entry.step = at.step;
        entry.epoch = static_cast<double>(at.epoch) + static_cast<double>(at.cursor) / images;
        entry.pictures = moment.pictures;
        entry.unwritten = moment.checkpoint;
        entry.file = fileOf(at.step);
        entry.bytes = sizeOf(at);
        insert(std::move(entry));
        m_writer.write(fileOf(at.step), moment.checkpoint);
    }
    if (!snapshot.moments.empty() || !snapshot.changes.empty() || !snapshot.epochs.empty()) {
        judge();
        thin();
        emit changed();
    }
}

void MomentStore::insert(Entry entry) {
    const auto place = std::ranges::upper_bound(m_entries, entry.step, {}, &Entry::step);
    m_entries.insert(place, std::move(entry));
}

// Which is the best on held-out images, of those that stand at the end of an epoch; and which stand before a
// change.
void MomentStore::judge() {
    Entry* best = nullptr;
    float least = 0;
    for (Entry& entry : m_entries) {
        entry.isBest = false;
        entry.beforeChange = std::ranges::any_of(m_history.changes(), [&](const ControlChange& change) {
            return std::abs(change.epoch - entry.epoch) < 1e-9;
        });
        const auto epoch = std::ranges::find(m_history.epochs(), entry.step, &EpochResult::step);
        // With another KL weight the loss is another one. A GAN has none that falls as it learns.
        if (m_config.model.kind == ModelKind::Vae && epoch != m_history.epochs().end() &&
            epoch->beta == m_history.epochs().back().beta && (!best || epoch->heldOut[0] < least)) {
            best = &entry;
            least = epoch->heldOut[0];
        }
    }
    if (best) {
        best->isBest = true;
    }
}

void MomentStore::thin() {
    std::vector<KeptMoment> kept;
    for (const Entry& entry : m_entries) {
        kept.push_back({entry.step, entry.bytes, entry.isBest, entry.beforeChange});
    }
    for (const std::int64_t step : momentsToThin(std::move(kept), m_limits)) {
        const auto gone = std::ranges::find(m_entries, step, &Entry::step);
        if (!gone->unwritten) { // else as soon as it is
            m_files.start([file = fileOf(step)] { QFile::remove(file); });
        }
        m_entries.erase(gone);
    }
}

void MomentStore::noteWritten(const QString& file) {
    m_failing = false;
    const auto entry =
        std::ranges::find_if(m_entries, [&](const Entry& e) { return fileOf(e.step) == file; });
    if (entry != m_entries.end()) {
        entry->unwritten.reset();
    } else if (file.startsWith(folderOf(m_run) + '/')) { // thinned meanwhile
        m_files.start([file] { QFile::remove(file); });
    }
}

// A full disk must not end the run.
void MomentStore::noteFailed(const Problem& problem) {
    std::erase_if(m_entries, [&](const Entry& e) { return fileOf(e.step) == problem.file; });
    emit changed();
    if (!std::exchange(m_failing, true)) {
        emit failed({Problem::What::MomentNotKept, problem.file, problem.message});
    }
}

// ---- what they showed ----

void MomentStore::drawOthers() {
    ++m_series;
    for (Entry& entry : m_entries) {
        entry.pictures = {};
    }
    emit changed();
    drawMissing();
}

void MomentStore::drawMissing() {
    struct Wanted {
        std::int64_t step;
        QString file;
        std::shared_ptr<const Checkpoint> unwritten;
    };
    std::vector<Wanted> wanted;
    for (const Entry& entry : m_entries) {
        if (!entry.pictures.samples) {
            wanted.push_back({entry.step, fileOf(entry.step), entry.unwritten});
        }
    }
    if (wanted.empty()) {
        return;
    }
    m_drawing.run([this, wanted, heldOut = m_heldOut, series = m_series](const std::stop_token& stop) {
        setComputeThreads(1); // training has the others
        for (const Wanted& one : wanted) {
            if (stop.stop_requested()) {
                break;
            }
            ProgressPictures pictures;
            guarded(
                [&] {
                    const auto checkpoint =
                        one.unwritten
                            ? one.unwritten
                            : std::make_shared<const Checkpoint>(loadCheckpoint(one.file.toStdString()));
                    const Snapshot shown =
                        snapshotOf(checkpoint, keptPictures(checkpoint->model.image, series), heldOut.get());
                    pictures = {shown.samples, shown.reconstructions};
                },
                [](const QString&) {}); // whoever looks at it is told
            m_drawing.tell(stop, [this, step = one.step, pictures] {
                const auto entry = std::ranges::find(m_entries, step, &Entry::step);
                if (entry != m_entries.end() && pictures.samples) {
                    entry->pictures = pictures;
                    emit changed();
                }
            });
        }
        return [] {};
    });
}

} // namespace latentscape
