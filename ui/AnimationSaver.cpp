#include "ui/AnimationSaver.h"

#include "ui/FileWriter.h"
#include "ui/SaveDialog.h"
#include "ui/SavePanel.h"

#include <QFileDialog>
#include <QWidget>

namespace latentscape {

AnimationSaver::AnimationSaver(QWidget* parent)
    : QObject(parent)
    , m_window(parent)
    , m_writer(new FileWriter(parent, this)) {
    connect(m_writer, &FileWriter::saved, this, &AnimationSaver::saved);
    connect(m_writer, &FileWriter::failed, this, &AnimationSaver::failed);
}

AnimationSaver::~AnimationSaver() {
    m_writer->cancel();
}

void AnimationSaver::ask(const QString& title, const QString& suggestedName, std::int64_t frames, QSize size,
                         FrameSource frame, ProvenanceSource provenance) {
    if (frames < 1 || size.isEmpty())
        return;
    if (m_panel == nullptr)
        m_panel = new SavePanel(SavePanel::What::Animation, m_window);
    m_frames = frames;
    m_frame = std::move(frame);
    m_provenance = std::move(provenance);
    m_panel->disconnect(this);
    connect(m_panel, &SavePanel::accepted, this,
            [this, title, suggestedName] { askForFile(title, suggestedName); });
    m_panel->ask(
        title, [size](int factor) { return size * factor; }, frames);
}

void AnimationSaver::askForFile(const QString& title, const QString& suggestedName) {
    QFileDialog* dialog =
        openSaveDialog(m_window, title, suggestedName,
                       {{tr("GIF"), QStringLiteral("gif")},
                        {tr("Animated WebP, smaller and in all colours"), QStringLiteral("webp")},
                        {tr("Animated PNG"), QStringLiteral("apng")},
                        {tr("MP4 video, by the program ffmpeg"), QStringLiteral("mp4")}});
    AnimationOptions options = m_panel->options();
    options.provenance = m_provenance;
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, frames = m_frames, frame = m_frame, options](const QString& file) {
                write(file, frames, frame, options);
            });
}

void AnimationSaver::write(const QString& file, std::int64_t frames, FrameSource frame,
                           const AnimationOptions& options) {
    m_writer->write(file,
                    [path = file.toStdString(), frames, source = std::move(frame), options](
                        const WorkWatch& watch) { saveAnimation(path, frames, source, options, watch); });
}

} // namespace latentscape
