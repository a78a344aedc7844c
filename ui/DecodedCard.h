// The picture that the decoder makes of the point that is explored, and what can be done with it. UI thread.
#pragma once

#include "ui/Card.h"
#include "ui/DecodeLoop.h"
#include "ui/PictureRecord.h"

#include <optional>

class QLabel;

namespace latentscape {

class ImageSaver;
class ImageStage;

class DecodedCard : public Card {
    Q_OBJECT

public:
    explicit DecodedCard(QWidget* parent = nullptr);

    void clear(const ImageShape& shape); // another model
    void setLive(bool training);
    // `record`: what it was made of, if that is known.
    void showPicture(const DecodedImages& result, std::optional<PictureRecord> record);
    void showProblem(const QString& message);
    const DecodedImages& shown() const { return m_shown; } // its images may be null

    // As large as whole factors of device pixels allow in so much room.
    void fitInto(const QSize& room);
    // It may become narrower than its picture for a moment: a window that shrinks is not held up by it.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public slots:
    void save();
    void copy();

signals:
    void keepRequested();
    void notice(const QString& text);
    void failed(const QString& message);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void describe();

    ImageShape m_shape;
    QSize m_room;
    int m_width = 0; // logical pixels that suit the picture
    DecodedImages m_shown;
    std::optional<PictureRecord> m_record;
    bool m_live = false;
    QLabel* m_origin;
    ImageStage* m_stage;
    QLabel* m_problem;
    ImageSaver* m_saver;
};

} // namespace latentscape
