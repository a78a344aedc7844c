// A table to read, not to edit: whole rows are selected, Tab leaves it, no lines between the cells. UI
// thread.
#pragma once

#include <QTableWidget>

namespace latentscape {

class PlainTable : public QTableWidget {
    Q_OBJECT

public:
    PlainTable(const char* objectName, const QString& name, const QString& tip, int columns = 0,
               QWidget* parent = nullptr);
};

} // namespace latentscape
