#include "ui/CompareImages.h"

#include "core/data/CifarReader.h"
#include "core/data/IdxFolder.h"
#include "core/data/OwnPictures.h"
#include "core/data/PictureDecoder.h"
#include "core/tensor/Threads.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

#include <utility>

namespace latentscape {

namespace {

constexpr std::int64_t kFew = 100;
constexpr int kProgressInterval = 100; // milliseconds

// What the window opens instead of looking for pictures in it.
bool isDatasetOrRun(const QFileInfo& folder) {
    const std::string path = folder.filePath().toStdString();
    std::error_code unreadable; // then nothing is found
    return QFileInfo::exists(folder.filePath() + QStringLiteral("/checkpoint.safetensors")) ||
           !findIdxPairs(path, unreadable).empty() || findCifar(path);
}

} // namespace

CompareImages::CompareImages(QObject* parent)
    : QObject(parent) {
    connect(&m_task, &LatestTask::failed, this, &CompareImages::failed);
}

QStringList CompareImages::picturesIn(const QMimeData& mime) {
    QStringList paths;
    const auto urls = mime.urls();
    for (const QUrl& url : urls) {
        const QFileInfo file(url.toLocalFile());
        if (file.isDir() ? isDatasetOrRun(file) : !isPictureName(file.filePath().toStdString())) {
            return {};
        }
        paths.append(file.filePath());
    }
    return paths;
}

void CompareImages::setData(const LoadedData& loaded) {
    m_data = loaded;
    show();
}

void CompareImages::setModel(const ModelConfig& model) {
    const bool other = model.image != m_model.image || model.classNames != m_model.classNames;
    m_model = model;
    if (other && !m_paths.isEmpty()) {
        m_own.reset();
        m_source = Source::HeldOut;
        decode();
    }
    show();
}

void CompareImages::setFit(Fit fit) {
    m_fit = fit;
}

void CompareImages::setFew(bool few) {
    if (std::exchange(m_few, few) != few) {
        show();
    }
}

void CompareImages::choose(Source source) {
    if (source == m_source || (source == Source::Own && !hasOwn())) {
        return;
    }
    m_source = source;
    show();
}

void CompareImages::open(const QStringList& paths) {
    m_paths = paths;
    decode();
}

void CompareImages::cancelOpening() {
    m_task.cancel();
}

void CompareImages::decode() {
    OwnPictureOptions options{m_model.image, m_fit, m_model.classNames, {}};
    std::vector<std::filesystem::path> paths;
    for (const QString& path : std::as_const(m_paths)) {
        paths.emplace_back(path.toStdString());
    }
    m_task.run([this, paths, options](const std::stop_token& stop) mutable -> std::function<void()> {
        setComputeThreads(0);
        QElapsedTimer sinceTold;
        options.watch.stop = stop;
        options.watch.progress = [&](const std::filesystem::path&, double share) {
            if (!sinceTold.isValid() || sinceTold.elapsed() > kProgressInterval) {
                sinceTold.start();
                m_task.tell(stop, [this, share] { emit opening(share); });
            }
        };
        const auto read = std::make_shared<const ReadPictures>(readOwnPictures(paths, options));
        return [this, read] {
            m_own = std::make_shared<const Dataset>(read->data);
            m_source = Source::Own;
            show();
            const auto skipped = static_cast<int>(read->skipped.size());
            const QString first = skipped > 0 ? QString::fromStdString(read->skipped.front()) : QString();
            emit opened(skipped == 0 ? tr("%n pictures of your own", {}, static_cast<int>(m_own->count()))
                        : skipped == 1
                            ? tr("One picture was left out: %1").arg(first)
                            : tr("%n pictures were left out, the first: %1", {}, skipped).arg(first));
        };
    });
}

void CompareImages::show() {
    std::shared_ptr<const Dataset> shown = m_source == Source::Own        ? m_own
                                           : m_source == Source::Training ? m_data.train
                                                                          : m_data.heldOut;
    if (shown && m_few && shown->count() > kFew) {
        shown = std::make_shared<const Dataset>(shown->first(kFew));
    }
    m_shown = std::move(shown);
    emit changed();
}

QString CompareImages::words() const {
    switch (m_source) {
    case Source::Training:
        return tr("training images");
    case Source::Own:
        return tr("own images");
    case Source::HeldOut:
        break;
    }
    return tr("held-out images");
}

} // namespace latentscape
