#include "ui/MapGrid.h"

#include "ui/ImageStage.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kLeastCell = 24; // logical pixels of its larger side
constexpr int kMostCell = 48;

} // namespace

MapGrid::MapGrid(const QRectF& view, const QSize& room, const ImageShape& picture) {
    if (room.isEmpty() || picture.width <= 0 || picture.height <= 0)
        return;
    QSizeF cell(picture.width, picture.height);
    const auto larger = [&] { return std::max(cell.width(), cell.height()); };
    while (larger() > kMostCell)
        cell /= 2;
    while (larger() < kLeastCell)
        cell *= 2;
    const auto cells = [&] {
        return (std::ceil(room.width() / cell.width()) + 1) * (std::ceil(room.height() / cell.height()) + 1);
    };
    while (cells() > kMostCells)
        cell *= 1.1;
    m_cell = QSize(static_cast<int>(cell.width()), static_cast<int>(cell.height()));
    const double scale = view.width() / room.width(); // units of the plane a pixel
    const QSizeF step = cell * scale;
    const double left = std::floor(view.left() / step.width());
    const double low = std::floor(view.top() / step.height());
    m_columns = static_cast<int>(std::floor(view.right() / step.width()) - left) + 1;
    m_rows = static_cast<int>(std::floor(view.bottom() / step.height()) - low) + 1;
    m_area = {left * step.width(), low * step.height(), m_columns * step.width(), m_rows * step.height()};
}

std::vector<float> MapGrid::latents(const LatentPlane& plane, std::span<const float> present) {
    m_cells.clear();
    std::vector<float> latents;
    const double width = m_area.width() / std::max(m_columns, 1);
    const double height = m_area.height() / std::max(m_rows, 1);
    const double reach = width * width + height * height;
    for (int i = 0; i < m_columns * m_rows; ++i) {
        const LatentPlane::Place place{static_cast<float>(m_area.left() + (i % m_columns + 0.5) * width),
                                       static_cast<float>(m_area.top() + (i / m_columns + 0.5) * height)};
        if (plane.isArrangement() && double{plane.distanceFrom(place)} > reach)
            continue;
        const std::vector<float> latent = plane.latentAt(place, present);
        latents.insert(latents.end(), latent.begin(), latent.end());
        m_cells.push_back(i);
    }
    return latents;
}

QImage MapGrid::compose(const std::vector<Image>& pictures) const {
    if (!isFor(pictures.size()))
        return {};
    const QSize cell = m_cell.boundedTo({pictures.front().shape.width, pictures.front().shape.height});
    QImage sheet(cell.width() * m_columns, cell.height() * m_rows, QImage::Format_ARGB32_Premultiplied);
    sheet.fill(Qt::transparent);
    QPainter painter(&sheet);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const int column = m_cells[i] % m_columns;
        const int row = m_rows - 1 - m_cells[i] / m_columns; // the lowest row of the plane comes last
        painter.drawImage(QRect(QPoint(column * cell.width(), row * cell.height()), cell),
                          toQImage(pictures[i]));
    }
    return sheet;
}

} // namespace latentscape
