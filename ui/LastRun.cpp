#include "ui/LastRun.h"

#include "ui/Background.h"

#include "core/io/Checkpoint.h"
#include "core/train/TrainConfig.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>

namespace latentscape {

namespace {

struct Description {
    QString text;
    bool unfinished = false;
};

Description describeRun(const QString& file) {
    const Checkpoint checkpoint = loadCheckpoint(file.toStdString());
    const TrainConfig config = trainConfigFromJson(checkpoint.settings);
    const double epoch = static_cast<double>(checkpoint.epoch) +
                         static_cast<double>(checkpoint.cursor) /
                             static_cast<double>(std::max<std::size_t>(checkpoint.order.size(), 1));
    return {LastRun::tr("%1 on %2: epoch %3 of %4, saved %5.")
                .arg(QString::fromStdString(config.preset),
                     QFileInfo(QString::fromStdString(config.data)).fileName())
                .arg(epoch, 0, 'f', 1)
                .arg(config.epochs)
                .arg(QLocale().toString(QFileInfo(file).lastModified(), QLocale::ShortFormat)),
            checkpoint.epoch < config.epochs};
}

} // namespace

LastRun::LastRun(QObject* parent)
    : QObject(parent) {
    const QString folder =
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/latentscape";
    QDir().mkpath(folder);
    m_file = folder + "/last-run.safetensors";
    m_before = folder + "/last-run-before.safetensors";
    m_momentsFolder = folder + "/runs";
}

LastRun::~LastRun() {
    m_pool.waitForDone();
}

bool LastRun::isThere() const {
    return QFileInfo::exists(m_file);
}

bool LastRun::isBeforeThere() const {
    return QFileInfo::exists(m_before);
}

void LastRun::look() {
    if (!isThere()) {
        return;
    }
    m_pool.start([this, file = m_file] {
        yieldToTheWindow();
        guarded(
            [&] {
                const Description run = describeRun(file);
                QMetaObject::invokeMethod(this, [this, run] { emit found(run.text, run.unfinished); });
            },
            [](const QString&) {}); // whoever opens it is told
    });
}

} // namespace latentscape
