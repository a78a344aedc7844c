#include "ui/ErrorMapPanel.h"

#include "core/io/DifferenceImage.h"
#include "ui/ImageStage.h"
#include "ui/Theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace latentscape {

namespace {

constexpr int kColumns = 2;     // absolute and signed, of a model
constexpr int kHeadHeight = 22; // the names of the columns
constexpr int kScaleGap = 10;   // between pictures and scale
constexpr int kScaleBar = 8;
constexpr int kScaleBetween = 16; // from one scale to the next, though their pictures touch
constexpr int kScaleHeight = kScaleGap + kScaleBar + 20; // with its figures
constexpr int kWordsHeight = 20;                         // which images they are of
constexpr int kNameWidth = 24;                           // of A and B
constexpr int kScaleSteps = 64;
constexpr float kLeastScale = 0.001f;
constexpr int kSaved = 2; // times as large as it is seen, so that nothing need be enlarged

QString figure(float value) {
    return QLocale().toString(static_cast<double>(value), 'f', 3);
}

} // namespace

ErrorMapPanel::ErrorMapPanel(QWidget* parent)
    : QWidget(parent)
    , m_stage(new ImageStage(this)) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_stage->setObjectName(QStringLiteral("errorMapStage"));
    m_stage->setAccessibleName(tr("Error of each pixel over all images"));
    m_stage->setToolTip(tr("How far off: how much each pixel differs, mean over all images.\n"
                           "Too bright or too dark: orange comes out brighter than the originals on "
                           "average, blue darker."));
    m_stage->setBackdrop(ImageStage::Backdrop::Tight);
    m_stage->setColumns(kColumns);
}

void ErrorMapPanel::setMaps(std::vector<ErrorMap> maps, const QString& words) {
    m_maps = std::move(maps);
    m_words = words;
    m_largest = m_largestBias = kLeastScale;
    for (const ErrorMap& map : m_maps) {
        m_largest = scaleOf(map.absolute(), m_largest);
        m_largestBias = scaleOf(map.bias(), m_largestBias);
    }
    auto pictures = std::make_shared<std::vector<Image>>();
    for (const ErrorMap& map : m_maps) {
        const auto [channels, height, width] = map.shape();
        pictures->push_back(absoluteErrorImage(map.absolute(), height, width, m_largest));
        pictures->push_back(signedErrorImage(map.bias(), height, width, m_largestBias));
    }
    m_stage->setImages(pictures->empty() ? nullptr : std::move(pictures));
    m_stage->setVisible(hasMaps());
    setAccessibleDescription(m_words);
    arrange();
    update();
}

QImage ErrorMapPanel::picture() {
    QImage picture(size() * kSaved, QImage::Format_RGB32);
    picture.setDevicePixelRatio(kSaved);
    render(&picture);
    picture.setDevicePixelRatio(1);
    return picture;
}

// Of two models one below the other, unless all in one row come out larger.
int ErrorMapPanel::fittingColumns() const {
    const int count = kColumns * static_cast<int>(m_maps.size());
    if (m_maps.size() < 2) {
        return kColumns;
    }
    const auto [channels, height, width] = m_maps.front().shape();
    const auto scale = [&](int columns, int left) {
        const int rows = count / columns;
        const double across = this->width() - left - ImageStage::kGap * (columns + 1);
        const double down =
            this->height() - kHeadHeight - kScaleHeight - kWordsHeight - ImageStage::kGap * (rows + 1);
        const double fitting =
            devicePixelRatioF() * std::min(across / (columns * width), down / (rows * height));
        return fitting < 1 ? fitting : std::floor(fitting); // as the stage scales
    };
    return scale(count, 0) > scale(kColumns, kNameWidth) ? count : kColumns;
}

int ErrorMapPanel::columns() const {
    return m_stage->columnsShown();
}

void ErrorMapPanel::arrange() {
    const int fitting = fittingColumns();
    const int left = m_maps.size() > 1 && fitting == kColumns ? kNameWidth : 0;
    m_stage->setColumns(fitting);
    m_stage->setGeometry(left, kHeadHeight, width() - left,
                         height() - kHeadHeight - kScaleHeight - kWordsHeight);
}

void ErrorMapPanel::paintEvent(QPaintEvent*) {
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    QFont font = this->font();
    font.setPixelSize(12);
    painter.setFont(font);
    painter.setPen(colors.note);
    if (!hasMaps()) {
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_words);
        return;
    }
    const int count = static_cast<int>(m_maps.size()) * kColumns;
    if (m_stage->shownCount() < count) {
        return;
    }
    const int rows = count / columns();
    const int left = m_stage->x();
    for (int column = 0; column < columns(); ++column) {
        const QRectF picture = m_stage->imageRect(column);
        painter.setPen(colors.note);
        painter.drawText(QRectF(left + picture.x(), 0, picture.width(), kHeadHeight),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(head(column), Qt::ElideRight,
                                                          static_cast<int>(picture.width())));
        paintScale(painter, column);
    }
    for (int row = 0; row < rows && rows > 1; ++row) {
        const QRectF picture = m_stage->imageRect(row * columns());
        painter.drawText(QRectF(0, kHeadHeight + picture.y(), kNameWidth, picture.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, row == 0 ? tr("A") : tr("B"));
    }
    const QRectF last = m_stage->imageRect((rows - 1) * columns());
    painter.drawText(
        QRectF(left + last.x(), kHeadHeight + last.bottom() + kScaleHeight, width(), kWordsHeight),
        Qt::AlignLeft | Qt::AlignVCenter, m_words);
}

// In one row the heads say which model it is of, too.
QString ErrorMapPanel::head(int column) const {
    const QString what = column % kColumns == 0 ? tr("How far off") : tr("Too bright or too dark");
    if (columns() == kColumns) {
        return what;
    }
    return tr("%1: %2").arg(column < kColumns ? tr("A") : tr("B"), what);
}

// From none to the largest error, or from the darkest to the brightest, in the colours of the pictures.
void ErrorMapPanel::paintScale(QPainter& painter, int column) const {
    const int count = static_cast<int>(m_maps.size()) * kColumns;
    const QRectF picture = m_stage->imageRect(count - columns() + column);
    const bool isSigned = column % kColumns == 1;
    const float most = isSigned ? m_largestBias : m_largest;
    std::vector<float> steps;
    for (int i = 0; i < kScaleSteps; ++i) {
        const float share = static_cast<float>(i) / (kScaleSteps - 1);
        steps.push_back(isSigned ? most * (2 * share - 1) : most * share);
    }
    const Image colours = isSigned ? signedErrorImage(steps, 1, kScaleSteps, most)
                                   : absoluteErrorImage(steps, 1, kScaleSteps, most);
    const int between = column < columns() - 1 ? kScaleBetween : 0;
    const QRectF bar(m_stage->x() + picture.x(), m_stage->y() + picture.bottom() + kScaleGap,
                     picture.width() - between, kScaleBar);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(bar, toQImage(colours));
    const QRectF text(bar.x(), bar.bottom() + 2, bar.width(), 16);
    painter.drawText(text, Qt::AlignLeft, isSigned ? figure(-most) : figure(0));
    painter.drawText(text, Qt::AlignRight, isSigned ? u'+' + figure(most) : figure(most));
}

void ErrorMapPanel::resizeEvent(QResizeEvent*) {
    arrange();
}

QSize ErrorMapPanel::sizeHint() const {
    return {600, 360};
}

QSize ErrorMapPanel::minimumSizeHint() const {
    return {300, 160};
}

} // namespace latentscape
