// Held-out images beside what the model makes of them: page by page, worst first, and how the error is spread
// over all of them. Follows the decoder's model and newest weights; measures anew now and then while
// training. UI thread.
#pragma once

#include "core/data/Dataset.h"
#include "ui/DecodeLoop.h"
#include "ui/ErrorRanking.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QFrame;
class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedLayout;
class QToolButton;

namespace latentscape {

class Card;
class ChoiceLink;
class ComparisonSheet;
class Decoder;
class ImageSaver;

class CompareView : public QWidget {
    Q_OBJECT

public:
    using Order = ErrorRanking::Order;

    // The decoder must outlive the view.
    explicit CompareView(Decoder* decoder, QWidget* parent = nullptr);

    void setData(std::shared_ptr<const Dataset> heldOut); // may be null
    void setLive(bool training);                          // weights keep coming
    void setOrder(Order order);

    // The images of the page, by their index in the data set.
    std::vector<std::uint32_t> page() const;

public slots:
    void showNext();
    void showPrevious();
    void saveSheet();
    void copySheet();

signals:
    void trainRequested();
    void exploreRequested(quint32 index); // walk on from this held-out image
    void notice(const QString& text);     // something went well

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QFrame* makeCard();
    void fillHeader(Card* card);
    QHBoxLayout* makeFooter();
    void connectDecoder();
    void followModel();
    void choosePage();
    bool isGan() const;
    bool canMeasure() const;
    void chooseImages();
    void describeErrors();
    void measure();
    void measureLater();
    void cancelMeasure();
    void describeOrder();
    void showFrom(std::int64_t first);
    void showResult(const ReconstructedImages& result);
    void showMeasures(const Measures& result);
    void showProgress(qint64 done, qint64 total);
    void showMeasuring(bool shown);
    void showProblem(const QString& message);
    void pickRange(std::optional<ErrorHistogram::Range> range);

    Decoder* m_decoder;
    std::shared_ptr<const Dataset> m_heldOut;
    std::shared_ptr<const Dataset> m_data; // of these what is shown
    bool m_live = false;
    ErrorRanking m_ranking;
    std::int64_t m_measuredStep = -1;
    std::int64_t m_newestStep = -1;
    bool m_measuring = false;
    std::int64_t m_first = 0; // position of the page in the ranking
    QElapsedTimer m_sinceMeasured;
    QTimer m_measureTimer;

    QStackedLayout* m_pages;
    ComparisonSheet* m_sheet;
    ErrorHistogram* m_histogram;
    ChoiceLink* m_order;
    QToolButton* m_showAll;
    QLabel* m_caption;
    QLabel* m_place;
    QLabel* m_figures;
    QLabel* m_problem;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    QPushButton* m_previous;
    QPushButton* m_next;
    ImageSaver* m_saver;
};

} // namespace latentscape
