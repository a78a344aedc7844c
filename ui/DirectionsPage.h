// Explore's page with a slider for each direction: those in which pictures differ most, towards a class, and
// the user's own, from images that have more of something to images that have less. UI thread.
#pragma once

#include "core/train/Directions.h"
#include "ui/DirectionForm.h"
#include "ui/EncodedImages.h"

#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace latentscape {

class LatentPoint;
class LatentSlider;

class DirectionsPage : public QWidget {
    Q_OBJECT

public:
    // Both must outlive the page.
    DirectionsPage(LatentPoint* point, EncodedImages* encoded, QWidget* parent = nullptr);

    std::vector<QWidget*> links() const; // for the header of the card that shows the page
    void setImages(const std::shared_ptr<const Dataset>& images);        // to choose from; may be null
    void setGallery(std::function<std::vector<KeptPicture>()> pictures); // likewise

    std::vector<Direction> shown() const; // one a slider
    const std::vector<Direction>& own() const { return m_own; }
    void setOwn(std::vector<Direction> directions);

signals:
    void edited();       // other directions of one's own
    void shownChanged(); // what shown() says

private:
    void forget();
    void find();
    void findEffects();
    void take(const std::shared_ptr<const EncodedSet>& set);
    void showFound(std::vector<Direction> found, std::int64_t step);
    void addOwn(const QString& name, const DirectionPictures& more, const DirectionPictures& less);
    void askForName(const Direction& direction); // that was found, to keep it
    void remove(std::size_t own);
    void showProblem(const QString& problem);
    void rebuild();
    void addRow(const Direction& direction, int ownIndex);
    void showPoint();

    LatentPoint* m_point;
    EncodedImages* m_encoded;
    std::shared_ptr<const Dataset> m_images;
    bool m_asked = false;        // for the encodings
    bool m_findHadFocus = false; // the keyboard goes on where the search led
    std::vector<Direction> m_found;
    std::vector<Direction> m_own;

    QStackedWidget* m_pages;
    QLabel* m_words;
    QPushButton* m_find;
    QWidget* m_rows = nullptr;
    DirectionForm* m_form;
    QToolButton* m_again;
    QToolButton* m_new;
    QLabel* m_note;
    std::vector<std::pair<Direction, LatentSlider*>> m_sliders;
    LatestTask m_task;
};

} // namespace latentscape
