// Figures with what they mean, in groups, for reading and copying. UI thread.
#pragma once

#include "ui/MeasureRows.h"
#include "ui/PlainTable.h"

namespace latentscape {

class MeasureTable : public PlainTable {
    Q_OBJECT

public:
    explicit MeasureTable(QWidget* parent = nullptr);

    void setRows(const std::vector<MeasureRow>& rows);
    // The selected rows, or all: a line each, columns between tabs, as a spreadsheet takes them.
    QString text() const;

signals:
    void copyRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void addHeading(int row, const MeasureRow& heading);

    std::vector<MeasureRow> m_rows;
};

} // namespace latentscape
