// Columns of original, generated and difference with the error of each below. Chooses the whole
// factor that fills the room best with six columns or more, and says how many there are room for. UI thread.
#pragma once

#include "ui/DecodeLoop.h"

#include <QWidget>

namespace latentscape {

class ImageStage;

class ComparisonSheet : public QWidget {
    Q_OBJECT

public:
    explicit ComparisonSheet(QWidget* parent = nullptr);

    void setShape(const ImageShape& shape);
    int columns() const { return m_columns; } // room for so many images; 0 before there is a shape
    void setResult(const ReconstructedImages& result);
    void clear();

    // Shown now, for saving: originals, generated, differences in RGB; empty when there are none.
    std::vector<Image> pictures() const;
    int pictureColumns() const { return static_cast<int>(m_errors.size()); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void columnsChanged();
    void picked(quint32 index); // an image of the data set

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    ImageShape m_shape;
    int m_columns = 0;
    std::vector<std::uint32_t> m_indices;
    std::vector<float> m_errors;
    float m_fullScale = 1; // the error that has full colour, the largest on this page
    ImageStage* m_stage;
};

} // namespace latentscape
