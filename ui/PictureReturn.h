// The way back from a picture's file to its point: one that was saved here says how it was made, and the
// point goes there; any other is the user's own. Reads beside the window. Owned by ExploreView; UI thread.
#pragma once

#include "ui/LatestTask.h"
#include "ui/PictureRecord.h"

#include <QObject>

namespace latentscape {

class Decoder;
class LatentPoint;

class PictureReturn : public QObject {
    Q_OBJECT

public:
    // All must outlive it.
    PictureReturn(const Decoder* decoder, const OpenModel* open, LatentPoint* point, QObject* parent);

    void open(const QString& file);

signals:
    void ownOpened(const QString& file);                  // it was not made here
    void notice(const QString& text);                     // the point is there
    void told(const QString& title, const QString& text); // what should not be overlooked
    void failed(const QString& message);

private:
    void take(const QString& file, const RecordedPicture& picture);

    const Decoder* m_decoder;
    const OpenModel* m_open;
    LatentPoint* m_point;
    LatestTask m_reading;
};

} // namespace latentscape
