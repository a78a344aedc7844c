// The decoded manifold behind a map: a picture for each cell of a grid over the view. Cells keep their places
// on the plane while the view moves. Plain values.
#pragma once

#include "core/tensor/Image.h"
#include "core/train/LatentPlane.h"

#include <QImage>
#include <QRectF>
#include <QSize>

#include <span>
#include <vector>

namespace latentscape {

class MapGrid {
public:
    static constexpr int kMostCells = 400;

    MapGrid() = default;
    // view: of the plane, seen in so many logical pixels.
    MapGrid(const QRectF& view, const QSize& room, const ImageShape& picture);

    // What lies at the middle of each cell, [cells, latent]. Of an arrangement only those near a point count.
    std::vector<float> latents(const LatentPlane& plane, std::span<const float> present);
    // One picture a row of latents(); cells without are transparent.
    QImage compose(const std::vector<Image>& pictures) const;
    const QRectF& area() const { return m_area; } // of the plane
    bool isFor(std::size_t pictures) const { return pictures == m_cells.size() && pictures > 0; }

private:
    QSize m_cell; // logical pixels
    int m_columns = 0;
    int m_rows = 0;
    QRectF m_area;
    std::vector<int> m_cells; // those that have a picture, row by row from the lowest
};

} // namespace latentscape
