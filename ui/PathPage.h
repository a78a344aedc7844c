// A path through the latent space: stops, the way between them, and a walk that can be watched, scrubbed and
// written as an animation. UI thread.
#pragma once

#include "core/train/LatentPath.h"
#include "ui/KeptPictures.h"
#include "ui/LatestTask.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QPushButton;
class QSlider;
class QStackedLayout;
class QToolButton;

namespace latentscape {

class ChoiceLink;
class LatentPoint;
class PictureList;

class PathPage : public QWidget {
    Q_OBJECT

public:
    explicit PathPage(LatentPoint* point, QWidget* parent = nullptr); // which must outlive it

    std::vector<QWidget*> links() const; // for the header of the card that shows the page

    void clear(); // another model
    void setStops(const std::vector<KeptPicture>& stops);
    std::vector<KeptPicture> stops() const;
    void addStop(KeptPicture stop);
    // Encodings [n, latent] that a path "along the images" leads through; empty: there are none.
    void setEncodings(std::shared_ptr<const Tensor> encodings);
    void setNoEncodings(const QString& why); // instead of them

    bool isPlaying() const { return m_clock.isActive(); }
    double seconds() const; // of one way
    const std::optional<LatentPath>& path() const { return m_path; }
    std::uint16_t labelAt(double position) const;

public slots:
    void play();
    void pause();

signals:
    void edited();          // by hand
    void stopWanted();      // the present point as one more
    void encodingsWanted(); // setEncodings() is to follow
    void saveRequested();   // as an animation
    void stripRequested();  // to save it as one picture

private:
    enum class Way { Straight, Spherical, AlongImages };
    enum class Repeat { Loop, BackAndForth, Once };

    QWidget* makeControls();
    void rebuild();
    void build(const Tensor& stops);
    void follow();
    void showPosition(double position);
    void tick();

    LatentPoint* m_point;
    QStackedLayout* m_pages;
    PictureList* m_stops;
    QToolButton* m_add;
    QToolButton* m_remove;
    QToolButton* m_strip;
    QToolButton* m_save;
    ChoiceLink* m_way;
    ChoiceLink* m_repeat;
    ChoiceLink* m_speed;
    QPushButton* m_play;
    QSlider* m_position;
    QLabel* m_note;
    std::optional<LatentPath> m_path;
    std::shared_ptr<const Tensor> m_encodings;
    LatestTask m_search; // for a way along the images
    QTimer m_clock;
    QElapsedTimer m_since;
    double m_at = 0;     // 0 to 1
    bool m_back = false; // going back, of back and forth
};

} // namespace latentscape
