// The dark stage on which pictures stand: one or many of one shape, scaled by a whole factor of device pixels
// without smoothing, two pixels apart. More room makes them larger first, then lets more of them in. Lives on
// the UI thread; shares finished pictures and never changes them.
#pragma once

#include "core/tensor/Image.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <vector>

namespace latentscape {

// Grey or RGB, as the picture is.
QImage toQImage(const Image& image);
Image fromQImage(const QImage& picture); // grey if it is, else RGB

class ImageStage : public QWidget {
    Q_OBJECT

public:
    enum class Backdrop {
        Full,  // fills the widget, pictures in its middle
        Tight, // only around the pictures, which stand at the top left
    };

    static constexpr int kGap = 2; // logical pixels between two pictures, and around all of them

    explicit ImageStage(QWidget* parent = nullptr);

    void setImages(std::shared_ptr<const std::vector<Image>> images);
    const std::shared_ptr<const std::vector<Image>>& images() const { return m_images; }

    void setColumns(int columns);      // 0: as many as fit the width
    void setColumnStep(int step);      // with columns 0: a multiple of so many, where so many fit
    void setMinimumFactor(int factor); // with columns 0: rather show fewer pictures than smaller ones
    void setWholeRows(bool only);      // with columns 0: a last row that is not full is left out
    void setMaximumFactor(int factor); // 0: as large as fits
    void setBackdrop(Backdrop backdrop);
    void setEmptyWords(const QString& words); // in the middle while there are no pictures
    void setClickable(bool clickable);        // also makes pictures reachable by Tab, arrows and Enter
    void setCurrent(int index);               // the marked picture of a clickable stage; -1: none
    int current() const { return m_current; }

    int shownCount() const { return m_grid.shown; } // the first so many of images()
    int columnsShown() const { return m_grid.columns; }
    QRectF imageRect(int index) const;          // in logical pixels; empty when not shown
    int imageAt(const QPointF& position) const; // -1: none

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void imageClicked(int index);
    void imageHovered(int index); // -1: none
    void imageKeyed(int index);   // made the current one by the keys; -1: the focus has left it since
    void gridChanged();           // where pictures stand, or how many are shown

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    // Where the pictures stand, in device pixels.
    struct Grid {
        int columns = 0;
        int shown = 0;
        QSize cell; // of one picture
        QPoint origin;
        int gap = 0;
        bool operator==(const Grid&) const = default;
    };

    Grid fitGrid(QSize area, int gap) const;
    static Grid fullest(const std::vector<Grid>& larger, const Grid& grid);
    void updateGrid();
    QRect deviceRect(int index) const;
    QRect backdropRect() const;
    void setHovered(int index);

    std::shared_ptr<const std::vector<Image>> m_images;
    std::vector<QImage> m_converted;
    Grid m_grid;
    int m_columns = 0;
    int m_columnStep = 1;
    int m_minimumFactor = 1;
    int m_maximumFactor = 0;
    int m_current = -1;
    bool m_keyed = false;  // it has the focus by the keyboard, which is to be seen
    bool m_walked = false; // by the keys, since it has the focus
    int m_hovered = -1;
    int m_pressed = -1;
    bool m_wholeRows = false;
    bool m_clickable = false;
    Backdrop m_backdrop = Backdrop::Full;
    QString m_emptyWords;
};

} // namespace latentscape
