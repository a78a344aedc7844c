// Compare runs: which stand beside the one that is shown, how they ended and in what their settings differ.
// The curves are drawn by whoever hears overlayChanged(). UI thread.
#pragma once

#include "ui/ComparedRuns.h"
#include "ui/SecondModel.h"

#include <QStringList>
#include <QWidget>

#include <functional>

class QLabel;
class QToolButton;

namespace latentscape {

class RunTable;

class RunsPage : public QWidget {
    Q_OBJECT

public:
    explicit RunsPage(QWidget* parent = nullptr);

    // Finds the runs that are kept, the newest first, whenever the menu of the link opens.
    void offerRuns(std::function<std::vector<OtherModel>()> find) { m_findRuns = std::move(find); }

    // Links for the header of the card it stands in.
    QToolButton* addLink() const { return m_add; }
    QToolButton* removeLink() const { return m_remove; }

    // Another run is shown from now on; and what it has told since.
    void setShown(const TrainConfig& config);
    void follow(const LossHistory& history);
    void add(const QString& source) { m_runs.add(source); } // a checkpoint or a run's folder
    std::vector<OverlaidRun> overlay() const { return m_runs.visibleRuns(); }

signals:
    void overlayChanged();
    void failed(const QString& message);

private:
    void fillMenu();
    void addChosen(const QString& source); // empty: none
    void showRuns();
    QString hint() const; // what is to be said below the table, if anything

    std::function<std::vector<OtherModel>()> m_findRuns;
    ComparedRuns m_runs;
    ComparedRun m_shown;
    RunTable* m_table;
    QLabel* m_hint;
    QToolButton* m_add;
    QToolButton* m_remove;
};

} // namespace latentscape
