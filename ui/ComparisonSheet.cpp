#include "ui/ComparisonSheet.h"

#include "ui/ImageStage.h"
#include "ui/Theme.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace latentscape {

namespace {

constexpr int kNameWidth = 88;
constexpr int kLineHeight = 18;
constexpr int kLinesAir = 4; // above the first line
constexpr int kGap = ImageStage::kGap;
constexpr int kWanted = 6; // columns, before pictures grow

Image toRgb(const Image& image) {
    if (image.shape.channels == 3) {
        return image;
    }
    Image rgb{{3, image.shape.height, image.shape.width}, {}};
    rgb.pixels.reserve(3 * image.pixels.size());
    for (const std::uint8_t value : image.pixels) {
        rgb.pixels.insert(rgb.pixels.end(), 3, value);
    }
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
    connect(m_stage, &ImageStage::imageClicked, this, [this](int i) {
        if (!m_content.indices.empty()) {
            emit picked(m_content.indices[static_cast<std::size_t>(i % pictureColumns())]);
        }
    });
}

void ComparisonSheet::setLayoutFor(const ImageShape& shape, int rows, int lines) {
    if (std::exchange(m_shape, shape) != shape || std::exchange(m_rows, rows) != rows) {
        m_rows = rows;
        clear();
    }
    m_lines = lines;
    arrange();
}

void ComparisonSheet::setContent(ComparisonRows content) {
    m_content = std::move(content);
    auto all = std::make_shared<std::vector<Image>>();
    for (const ComparisonRows::Row& row : m_content.rows) {
        all->insert(all->end(), row.images.begin(), row.images.end());
    }
    m_stage->setColumns(pictureColumns());
    m_stage->setImages(all->empty() ? nullptr : std::move(all));
    update();
}

std::vector<Image> ComparisonSheet::pictures() const {
    std::vector<Image> all;
    if (m_stage->images()) {
        for (const Image& image : *m_stage->images()) {
            all.push_back(toRgb(image));
        }
    }
    return all;
}

int ComparisonSheet::linesHeight() const {
    return kLinesAir + m_lines * kLineHeight;
}

void ComparisonSheet::arrange() {
    m_stage->setGeometry(kNameWidth, 0, width() - kNameWidth, height() - linesHeight());
    int columns = 0;
    if (m_shape.width > 0) {
        const int highest = std::max(1, ((m_stage->height() - kGap) / m_rows - kGap) / m_shape.height);
        const auto fit = [&](int f) { return (m_stage->width() - kGap) / (m_shape.width * f + kGap); };
        const auto filled = [&](int f) { return fit(f) * f * f; };
        int factor = 1;
        for (int f = 2; f <= highest && fit(f) >= kWanted; ++f) {
            factor = filled(f) >= filled(factor) ? f : factor;
        }
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
    const int pictures = pictureColumns() * static_cast<int>(m_content.rows.size());
    if (pictures == 0 || m_stage->shownCount() < pictures) {
        return;
    }
    QPainter painter(this);
    paintNames(painter);
    paintLines(painter);
}

void ComparisonSheet::paintNames(QPainter& painter) const {
    QFont font = this->font();
    font.setPixelSize(12);
    painter.setFont(font);
    painter.setPen(themeColors(palette()).note);
    for (int row = 0; row < static_cast<int>(m_content.rows.size()); ++row) {
        const auto& [name, note, images] = m_content.rows[static_cast<std::size_t>(row)];
        const QRectF picture = m_stage->imageRect(row * pictureColumns());
        const QRectF area(0, picture.y(), kNameWidth - 8, picture.height());
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, note.isEmpty() ? name : name + u'\n' + note);
    }
}

void ComparisonSheet::paintLines(QPainter& painter) const {
    const ThemeColors& colors = themeColors(palette());
    QFont plain = this->font();
    plain.setPixelSize(12);
    QFont strong = plain;
    strong.setWeight(QFont::DemiBold);
    const int lastRow = static_cast<int>(m_content.rows.size()) - 1;
    qreal top = m_stage->imageRect(lastRow * pictureColumns()).bottom() + kLinesAir;
    for (const ComparisonRows::Line& line : m_content.lines) {
        painter.setFont(plain);
        painter.setPen(colors.note);
        painter.drawText(QRectF(0, top, kNameWidth - 8, kLineHeight), Qt::AlignLeft | Qt::AlignVCenter,
                         line.name);
        for (int i = 0; i < pictureColumns(); ++i) {
            const bool isStrong = !line.strong.empty() && line.strong[static_cast<std::size_t>(i)];
            const bool isWeak = !line.strong.empty() && !isStrong;
            painter.setFont(isStrong ? strong : plain);
            painter.setPen(isWeak ? colors.note : colors.text);
            const QRectF picture = m_stage->imageRect(i);
            const QRectF area(kNameWidth + picture.x(), top, picture.width(), kLineHeight);
            painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(line.values[i], Qt::ElideRight,
                                                              static_cast<int>(area.width())));
        }
        top += kLineHeight;
    }
}

void ComparisonSheet::resizeEvent(QResizeEvent*) {
    arrange();
}

QSize ComparisonSheet::sizeHint() const {
    return {kNameWidth + 7 * 114, 3 * 114 + linesHeight()};
}

QSize ComparisonSheet::minimumSizeHint() const {
    return {kNameWidth + 6 * 58, 3 * 58 + linesHeight()};
}

} // namespace latentscape
