// The runs that are compared, a row each: the one that is shown first, then the others, with a box that shows
// or hides their curves where they have any beside it; how each ended, and the settings in which they differ.
// Long texts give way to the figures: they are cut, and told whole by a tip. UI thread.
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
    void resizeEvent(QResizeEvent* event) override;

private:
    void fill();
    void fillRow(int row, const ComparedRun& run);
    void markRun(int row, const ComparedRuns::Run& run);
    void alignColumns();
    bool anyIs(ModelKind kind) const;
    std::size_t ownSettings() const;
    int settingColumns() const;
    void fitColumns();

    ComparedRun m_shown;
    std::vector<ComparedRuns::Run> m_others;
    std::vector<SettingColumn> m_differences;
    std::vector<bool> m_texts; // of each column: words, not figures
    bool m_filling = false;
};

} // namespace latentscape
