// A line to type into and what fits: every command, setting and term by a few of its letters. Lies over the
// window's top, closes with Esc or when the focus goes elsewhere. UI thread.
#pragma once

#include <QFrame>
#include <QPointer>

#include <functional>
#include <vector>

class QLineEdit;
class QListWidget;

namespace latentscape {

struct Command {
    QString name;
    QString where;  // its menu, or the group of a setting
    QString keys;   // its shortcut; may be empty
    QString whyNot; // it can't be done now; empty: it can
    std::function<void()> act;
};

class CommandSearch : public QFrame {
    Q_OBJECT

public:
    explicit CommandSearch(QWidget* window);

    void open(std::vector<Command> commands);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void list();
    void place();
    void run();
    void dismiss();
    void step(int lines);

    QLineEdit* m_line;
    QListWidget* m_list;
    std::vector<Command> m_commands;
    QPointer<QWidget> m_focus; // from before
};

} // namespace latentscape
