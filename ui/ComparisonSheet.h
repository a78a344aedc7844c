// Rows of pictures with their names at the left, one column an image, and lines of figures below. Chooses the
// whole factor that fills the room best with six columns or more, and says how many there are room for. UI
// thread.
#pragma once

#include "ui/ComparisonRows.h"

#include <QWidget>

namespace latentscape {

class ImageStage;

class ComparisonSheet : public QWidget {
    Q_OBJECT

public:
    explicit ComparisonSheet(QWidget* parent = nullptr);

    // Of what shape the pictures will be, and how many rows and lines: what room there is depends on it.
    void setLayoutFor(const ImageShape& shape, int rows, int lines);
    int columns() const { return m_columns; } // room for so many images; 0 before there is a shape
    void setContent(ComparisonRows content);
    void clear() { setContent({}); }

    // Shown now, for saving: row by row, in RGB; empty when there are none.
    std::vector<Image> pictures() const;
    int pictureColumns() const { return m_content.columns(); }
    const ComparisonRows& content() const { return m_content; }

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
    void paintNames(QPainter& painter) const;
    void paintLines(QPainter& painter) const;
    int linesHeight() const;

    ImageShape m_shape;
    int m_rows = 3;
    int m_lines = 1;
    int m_columns = 0;
    ComparisonRows m_content;
    ImageStage* m_stage;
};

} // namespace latentscape
