// A plane with many points, to be pointed at: left button and arrow keys say where, the right button moves
// the view, the wheel, plus and minus zoom. Shows the picture of the point under the mouse or nearest to
// where the keys have gone, the present point, and pictures behind everything. Both axes have one scale. UI
// thread.
#pragma once

#include "core/data/Dataset.h"
#include "core/tensor/Tensor.h"
#include "ui/MapColours.h"

#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QString>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QCustomPlot;

namespace latentscape {

class MapBackdrop;
class MapDots;
class MapMarks;
class MapThumbnail;

class MapPlot : public QWidget {
    Q_OBJECT

public:
    explicit MapPlot(QWidget* parent = nullptr);

    // [n, 2]; the view stays where it is once it has been moved, until showAll().
    void setPositions(Tensor positions);
    void setColours(MapColours colours);
    void setFaded(std::vector<bool> faded);
    // What is seen of a point under the mouse.
    void setPictures(std::shared_ptr<const Dataset> images, std::function<QString(int point)> words);
    void setAxes(const QString& x, const QString& y); // their names; empty: their numbers mean nothing
    void setPresent(std::optional<QPointF> place);
    std::optional<QPointF> present() const;
    // Behind the points, over this area of the plane; a null picture: none.
    void setBackground(const QImage& picture, const QRectF& area);

    QRectF view() const; // of the plane: left, lowest, width, height
    QSize room() const;  // of the view, in logical pixels
    void showAll();
    void zoom(double factor, const QPointF& about); // about a place of the plane
    QImage picture() const;                         // twice as large as it is seen
    QPointF pixelOf(int point) const;               // of the widget
    int hovered() const { return m_hovered; }

signals:
    void pointedAt(const QPointF& place, bool drag); // of the plane
    void handLifted();
    void viewChanged();
    void pointActivated(int point); // by a double click or Enter

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct View {
        QPointF centre;
        double scale = 0.01; // units of the plane a logical pixel
    };

    void arrange();
    void showGrid();
    void applyView();
    void restyle();
    QPointF placeAt(const QPointF& pixel) const;
    bool press(const QMouseEvent& event);
    bool move(const QMouseEvent& event);
    void hover(const QPointF& pixel, double reach);
    void hoverNowhere();
    void pointWithKeys(const QPointF& place);
    QPointF pixelAt(const QPointF& place) const;
    void drawMarks();

    QCustomPlot* m_plot;
    MapDots* m_dots;
    MapMarks* m_marks;
    MapBackdrop* m_background;
    MapThumbnail* m_thumbnail;
    std::shared_ptr<const Dataset> m_images;
    std::function<QString(int)> m_words;
    View m_view;
    bool m_moved = false; // the view, by hand
    Qt::MouseButton m_held = Qt::NoButton;
    QPointF m_last; // pixel under the mouse
    int m_hovered = -1;
};

} // namespace latentscape
