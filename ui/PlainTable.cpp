#include "ui/PlainTable.h"

#include <QHeaderView>

namespace latentscape {

PlainTable::PlainTable(const char* objectName, const QString& name, const QString& tip, int columns,
                       QWidget* parent)
    : QTableWidget(0, columns, parent) {
    setObjectName(objectName);
    setAccessibleName(name);
    setToolTip(tip);
    horizontalHeader()->setHighlightSections(false);
    verticalHeader()->hide();
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setTabKeyNavigation(false); // Tab leaves it
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(NoFrame);
}

} // namespace latentscape
