// Where the views stand: as large as there is room for, and scrolled in a window that is smaller than a view
// needs, as on a small screen at 150 %.
#pragma once

#include <QScrollArea>

namespace latentscape {

class ViewRoom : public QScrollArea {
    Q_OBJECT

public:
    explicit ViewRoom(QWidget* views, QWidget* parent = nullptr);
};

} // namespace latentscape
