// The runs that are compared, a row each: the one that is shown first, then the others with a box that shows
// or hides their curves; how each ended, and the settings in which they differ. UI thread.
#pragma once

#include "ui/ComparedRuns.h"
#include "ui/PlainTable.h"

namespace latentscape {

class RunTable : public PlainTable {
    Q_OBJECT

public:
    explicit RunTable(QWidget* parent = nullptr);

    void setRuns(const ComparedRun& shown, const std::vector<ComparedRuns::Run>& others);
    int selectedRun() const; // of the others; -1: none

signals:
    void visibilityChanged(int run, bool visible);
    void removeRequested(int run);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fill();
    void fillRow(int row, const ComparedRun& run);
    QTableWidgetItem* set(int row, int column, const QString& text);

    ComparedRun m_shown;
    std::vector<ComparedRuns::Run> m_others;
    std::vector<SettingColumn> m_differences;
    bool m_filling = false;
};

} // namespace latentscape
