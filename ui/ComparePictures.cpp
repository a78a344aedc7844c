#include "ui/ComparePictures.h"

#include "ui/Card.h"
#include "ui/ComparisonSheet.h"
#include "ui/Figures.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

ComparePictures::ComparePictures(Decoder* first, SecondModel* second, const ErrorRanking* ranking)
    : m_ranking(ranking)
    , m_page(first, second)
    , m_sheet(new ComparisonSheet)
    , m_caption(makeNote())
    , m_histogram(new ErrorHistogram) {
    m_sheet->setObjectName(QStringLiteral("comparisonSheet"));
    m_caption->setObjectName(QStringLiteral("histogramCaption"));
    m_histogram->setObjectName(QStringLiteral("errorHistogram"));
    m_histogram->setAccessibleName(tr("How the error is spread over all images"));
    m_histogram->setToolTip(
        tr("Click a bar to see its images; arrows and Enter do the same, Escape shows all again"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_sheet, 5);
    layout->addWidget(m_caption);
    layout->addWidget(m_histogram, 1);
    connect(m_sheet, &ComparisonSheet::columnsChanged, this, &ComparePictures::showAgain);
    connect(m_sheet, &ComparisonSheet::picked, this, &ComparePictures::picked);
    connect(m_histogram, &ErrorHistogram::rangePicked, this, &ComparePictures::rangePicked);
    connect(m_histogram, &ErrorHistogram::cleared, this, &ComparePictures::rangeCleared);
    connect(&m_page, &ComparisonPage::ready, this, &ComparePictures::showPage);
}

void ComparePictures::setContent(const Content& content) {
    m_content = content;
    const bool labels = content.data && content.data->hasLabels();
    m_sheet->setLayoutFor(content.data ? content.data->shape() : ImageShape{},
                          ComparisonRows::rowCount(content.second && !content.latents),
                          ComparisonRows::lineCount(content.second, labels));
    showFrom(0);
}

void ComparePictures::setMeasuredStep(std::int64_t step) {
    m_measuredStep = step;
}

void ComparePictures::showErrors() {
    m_histogram->setErrors(m_ranking->metric(), m_ranking->values());
}

void ComparePictures::describe(const QString& caption, bool withHistogram) {
    m_caption->setText(caption);
    m_histogram->setVisible(withHistogram);
}

std::int64_t ComparePictures::count() const {
    return m_content.latents ? ComparisonPage::kLatents : std::ssize(m_ranking->sequence());
}

bool ComparePictures::takeKey(int key) {
    switch (key) {
    case Qt::Key_Right:
    case Qt::Key_PageDown:
        turn(1);
        return true;
    case Qt::Key_Left:
    case Qt::Key_PageUp:
        turn(-1);
        return true;
    case Qt::Key_Home:
        showFrom(0);
        return true;
    case Qt::Key_End:
        showLast();
        return true;
    case Qt::Key_Escape:
        emit rangeCleared();
        return true;
    default:
        return false;
    }
}

std::vector<std::uint32_t> ComparePictures::page() const {
    const std::vector<std::uint32_t>& all = m_ranking->sequence();
    const auto size = std::ssize(all);
    const std::int64_t end = std::min(size, m_first + m_sheet->columns());
    return {all.begin() + std::min(m_first, size), all.begin() + end};
}

bool ComparePictures::hasAfter() const {
    return m_first + m_sheet->columns() < count();
}

QString ComparePictures::place() const {
    const std::int64_t end = std::min(count(), m_first + m_sheet->columns());
    return count() > 0
               ? tr("%1 – %2 of %3").arg(wholeNumber(m_first + 1), wholeNumber(end), wholeNumber(count()))
           : m_ranking->hasRange() ? tr("no image has such an error any more")
                                   : QString();
}

void ComparePictures::showFrom(std::int64_t first) {
    const std::int64_t columns = std::max(1, m_sheet->columns());
    m_first =
        std::clamp<std::int64_t>(first, 0, std::max<std::int64_t>(0, (count() - 1) / columns * columns));
    m_histogram->setMarked(m_ranking->rangeOf(page()));
    if (count() == 0) {
        m_page.release();
        m_sheet->clear();
    } else if (isVisible() && m_content.latents) {
        m_page.requestLatents(m_first, static_cast<int>(std::min(columns, count() - m_first)));
    } else if (isVisible()) {
        m_page.requestImages(m_content.data, page());
    }
    emit placeChanged();
}

void ComparePictures::turn(int pages) {
    showFrom(m_first + std::int64_t{pages} * m_sheet->columns());
}

void ComparePictures::showPage() {
    m_sheet->setContent(m_page.rows(*m_ranking, m_measuredStep));
    emit shown();
}

void ComparePictures::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    showAgain();
}

void ComparePictures::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_page.release();
}

} // namespace latentscape
