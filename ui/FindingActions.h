// What can be done about what goes wrong in a run: the remedy at one click, the numbers behind, the next
// finding if there are several, and silence. One that was dismissed does not come back in this run. UI
// thread.
#pragma once

#include "core/train/Remedy.h"

#include <QWidget>

#include <set>

class QGridLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace latentscape {

// Whether the numbers behind it are figures that Measure has and the curves have not.
bool isMeasured(Finding::Kind kind);

class FindingActions : public QWidget {
    Q_OBJECT

public:
    explicit FindingActions(QWidget* parent = nullptr);

    void clear(); // another run
    // `now` are the settings that a remedy changes; `running`: it can still be stopped.
    void setFindings(const std::vector<Finding>& findings, const TrainConfig& now, bool running);
    const Finding* current() const { return m_findings.empty() ? nullptr : &m_findings[m_current]; }

signals:
    void currentChanged();
    void remedyRequested(const latentscape::Remedy& remedy);
    void numbersRequested(latentscape::Finding::Kind kind); // where they are drawn or measured

private:
    void show();
    void showNumbers();
    void next();
    void dismiss();

    std::vector<Finding> m_findings; // that were not dismissed
    std::size_t m_current = 0;
    std::set<Finding::Kind> m_dismissed;
    TrainConfig m_config;
    bool m_running = false;
    std::optional<Remedy> m_remedy;
    QPushButton* m_act;
    QToolButton* m_why;
    QToolButton* m_next;
    QToolButton* m_dismiss;
    QWidget* m_numbers;
    QGridLayout* m_table;
    QToolButton* m_more;
};

} // namespace latentscape
