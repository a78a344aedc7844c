#include "ui/ComparisonSheet.h"

#include "core/io/ImageExport.h"
#include "ui/ImageStage.h"
#include "ui/Theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cstdlib>

namespace latentscape {

namespace {

constexpr int kNameWidth = 88;
constexpr int kErrorHeight = 24;
constexpr int kGap = ImageStage::kGap;
constexpr int kWanted = 6;          // columns, before pictures grow
constexpr float kLeastScale = 0.1F; // tiny errors do not look like large ones

float largestError(const std::vector<Image>& a, const std::vector<Image>& b) {
    int largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t p = 0; p < a[i].pixels.size(); ++p)
            largest = std::max(largest, std::abs(a[i].pixels[p] - b[i].pixels[p]));
    }
    return static_cast<float>(largest) / 255;
}

Image toRgb(const Image& image) {
    if (image.shape.channels == 3)
        return image;
    Image rgb{{3, image.shape.height, image.shape.width}, {}};
    rgb.pixels.reserve(3 * image.pixels.size());
    for (const std::uint8_t value : image.pixels)
        rgb.pixels.insert(rgb.pixels.end(), 3, value);
    return rgb;
}

} // namespace

ComparisonSheet::ComparisonSheet(QWidget* parent)
    : QWidget(parent)
    , m_stage(new ImageStage(this)) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_stage->setObjectName(QStringLiteral("comparisonStage"));
    m_stage->setAccessibleName(tr("Originals, generated images and differences"));
    m_stage->setToolTip(tr("Click an image to explore from its place in the latent space.\n"
                           "Difference: orange is brighter than the original, blue is darker."));
    m_stage->setBackdrop(ImageStage::Backdrop::Tight);
    m_stage->setClickable(true);
    connect(m_stage, &ImageStage::imageClicked, this,
            [this](int i) { emit picked(m_indices[i % pictureColumns()]); });
}

void ComparisonSheet::setShape(const ImageShape& shape) {
    m_shape = shape;
    clear();
    arrange();
}

void ComparisonSheet::clear() {
    m_indices.clear();
    m_errors.clear();
    m_stage->setImages(nullptr);
    update();
}

void ComparisonSheet::setResult(const ReconstructedImages& result) {
    m_indices = result.indices;
    m_errors = result.errors;
    m_fullScale = std::max(kLeastScale, largestError(*result.originals, *result.generated));
    auto all = std::make_shared<std::vector<Image>>(*result.originals);
    all->insert(all->end(), result.generated->begin(), result.generated->end());
    for (std::size_t i = 0; i < m_errors.size(); ++i)
        all->push_back(differenceImage((*result.originals)[i], (*result.generated)[i], m_fullScale));
    m_stage->setColumns(pictureColumns());
    m_stage->setImages(std::move(all));
    update();
}

std::vector<Image> ComparisonSheet::pictures() const {
    std::vector<Image> all;
    if (m_stage->images()) {
        for (const Image& image : *m_stage->images())
            all.push_back(toRgb(image));
    }
    return all;
}

void ComparisonSheet::arrange() {
    m_stage->setGeometry(kNameWidth, 0, width() - kNameWidth, height() - kErrorHeight);
    int columns = 0;
    if (m_shape.width > 0) {
        const int highest = std::max(1, ((m_stage->height() - kGap) / 3 - kGap) / m_shape.height);
        const auto fit = [&](int f) { return (m_stage->width() - kGap) / (m_shape.width * f + kGap); };
        const auto filled = [&](int f) { return fit(f) * f * f; };
        int factor = 1;
        for (int f = 2; f <= highest && fit(f) >= kWanted; ++f)
            factor = filled(f) >= filled(factor) ? f : factor;
        columns = std::max(1, fit(factor));
        m_stage->setMaximumFactor(factor); // also when a page has fewer images
    }
    update();
    if (columns != m_columns) {
        m_columns = columns;
        emit columnsChanged();
    }
}

void ComparisonSheet::paintEvent(QPaintEvent*) {
    const int columns = pictureColumns();
    if (columns == 0 || m_stage->shownCount() < 3 * columns)
        return;
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    const auto rowText = [&](int row, const QString& text, const QString& note) {
        const QRectF picture = m_stage->imageRect(row * columns);
        const QRectF area(0, picture.y(), kNameWidth - 8, picture.height());
        painter.setPen(colors.note);
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, note.isEmpty() ? text : text + u'\n' + note);
    };
    QFont font = this->font();
    font.setPixelSize(12);
    painter.setFont(font);
    rowText(0, tr("Original"), {});
    rowText(1, tr("Generated"), {});
    rowText(2, tr("Difference"),
            tr("full: %1").arg(locale().toString(static_cast<double>(m_fullScale), 'f', 2)));

    const qreal top = m_stage->imageRect(2 * columns).bottom() + kGap;
    painter.drawText(QRectF(0, top, kNameWidth - 8, kErrorHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("Error"));
    painter.setFont(this->font());
    painter.setPen(colors.text);
    for (int i = 0; i < columns; ++i) {
        const QRectF picture = m_stage->imageRect(i);
        painter.drawText(QRectF(kNameWidth + picture.x(), top, picture.width(), kErrorHeight),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         locale().toString(static_cast<double>(m_errors[i]), 'f', 4));
    }
}

void ComparisonSheet::resizeEvent(QResizeEvent*) {
    arrange();
}

QSize ComparisonSheet::sizeHint() const {
    return {kNameWidth + 7 * 114, 3 * 114 + kErrorHeight};
}

QSize ComparisonSheet::minimumSizeHint() const {
    return {kNameWidth + 6 * 58, 3 * 58 + kErrorHeight};
}

} // namespace latentscape
