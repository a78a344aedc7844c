// The pages of pictures of Compare, and below them how the error is spread over all images. Turns pages,
// asks for their pictures and shows them when they are there. UI thread.
#pragma once

#include "ui/ComparisonPage.h"
#include "ui/ErrorRanking.h"

#include <QWidget>

class QLabel;

namespace latentscape {

class ComparisonSheet;

class ComparePictures : public QWidget {
    Q_OBJECT

public:
    // What pages are made of.
    struct Content {
        std::shared_ptr<const Dataset> data;
        bool second = false;  // beside a second model
        bool latents = false; // random ones, not the images
    };

    // All must outlive it.
    ComparePictures(Decoder* first, SecondModel* second, const ErrorRanking* ranking);

    void setContent(const Content& content); // shows the first page of it
    void setMeasuredStep(std::int64_t step); // of the first model's weights that gave the errors in force
    void showErrors();                       // those of the ranking are others, or there are none
    void describe(const QString& caption, bool withHistogram);

    void showFrom(std::int64_t first); // the page with the image at this position
    void showAgain() { showFrom(m_first); }
    void turn(int pages);
    void showLast() { showFrom(count()); }
    bool takeKey(int key); // that turns pages; false: it is no such key
    void release() { m_page.release(); }
    bool isPending() const { return m_page.isPending(); }

    // The images of the page, by their index in the data set.
    std::vector<std::uint32_t> page() const;
    QString place() const; // "8 – 14 of 10,000"
    bool hasBefore() const { return m_first > 0; }
    bool hasAfter() const;
    const ComparisonSheet& sheet() const { return *m_sheet; }

signals:
    void placeChanged();
    void shown();               // the pictures of a page have arrived
    void picked(quint32 index); // an image of the data set
    void rangePicked(const latentscape::ErrorHistogram::Range& range);
    void rangeCleared();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    std::int64_t count() const; // of what is paged through
    void showPage();

    const ErrorRanking* m_ranking;
    ComparisonPage m_page;
    Content m_content;
    std::int64_t m_measuredStep = -1;
    std::int64_t m_first = 0; // position of the page

    ComparisonSheet* m_sheet;
    QLabel* m_caption;
    ErrorHistogram* m_histogram;
};

} // namespace latentscape
