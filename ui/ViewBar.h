// The verbs above the view that is chosen, and at the right when the run was last kept. UI thread.
#pragma once

#include "ui/MainMenu.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QLabel;

namespace latentscape {

class ViewBar : public QWidget {
    Q_OBJECT

public:
    // Words, tips and keys are those of the menu's actions, in the order of View.
    explicit ViewBar(const QActionGroup& views, QWidget* parent = nullptr);

    View current() const;
    void setCurrent(View view);

    void noteSaved();   // now
    void forgetSaved(); // another run

signals:
    void chosen(latentscape::View view);

private:
    void add(const QAction& action, View view, const char* objectName, const char* place);
    void updateNote();

    QButtonGroup* m_buttons;
    QLabel* m_note;
    QTimer m_clock;
    qint64 m_savedAt = 0; // milliseconds since 1970; 0: not in this run
};

} // namespace latentscape
