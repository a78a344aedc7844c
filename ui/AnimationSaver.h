// Asks how and where to save an animation and writes it there, beside everything else: GIF, WebP, APNG or
// MP4. Owned by the panel that saves; lives on the UI thread. No call blocks but the destructor, which
// cancels what is being written.
#pragma once

#include "core/io/Animation.h"

#include <QObject>
#include <QSize>

class QWidget;

namespace latentscape {

class FileWriter;
class SavePanel;

class AnimationSaver : public QObject {
    Q_OBJECT

public:
    explicit AnimationSaver(QWidget* parent);
    ~AnimationSaver() override;

    // Opens a panel, then a file dialog. `size`: pixels of a frame as it comes from `frame`, which is called
    // and destroyed on the writer's thread, so that it must hold finished values or make a model of its own
    // there (see ModelCopy). Between two frames the writer can be cancelled. An APNG says how the frames were
    // made, if that is known.
    void ask(const QString& title, const QString& suggestedName, std::int64_t frames, QSize size,
             FrameSource frame, ProvenanceSource provenance = {});
    void write(const QString& file, std::int64_t frames, FrameSource frame, const AnimationOptions& options);

signals:
    void saved(const QString& file);
    void failed(const QString& message);

private:
    void askForFile(const QString& title, const QString& suggestedName);

    QWidget* m_window;
    SavePanel* m_panel = nullptr; // made when it is needed
    FileWriter* m_writer;

    // What was asked for last.
    std::int64_t m_frames = 0;
    FrameSource m_frame;
    ProvenanceSource m_provenance;
};

} // namespace latentscape
