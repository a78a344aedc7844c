#include "ui/ViewRoom.h"

#include <QEvent>

namespace latentscape {

namespace {

// A scroll area takes what has a layout with wrapped words in it to be as high as it would like to be, and
// scrolls although it would fit. What has no layout is asked for the least it needs.
class Floor : public QWidget {
public:
    explicit Floor(QWidget* views)
        : m_views(views) {
        views->setParent(this);
    }

    QSize minimumSizeHint() const override { return m_views->minimumSizeHint(); }
    QSize sizeHint() const override { return m_views->sizeHint(); }

protected:
    bool event(QEvent* event) override {
        if (event->type() == QEvent::LayoutRequest) {
            updateGeometry();
        }
        return QWidget::event(event);
    }
    void resizeEvent(QResizeEvent*) override { m_views->setGeometry(rect()); }

private:
    QWidget* m_views;
};

} // namespace

ViewRoom::ViewRoom(QWidget* views, QWidget* parent)
    : QScrollArea(parent) {
    setObjectName(QStringLiteral("viewRoom"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setWidgetResizable(true);
    setWidget(new Floor(views));
}

} // namespace latentscape
