// A panel for work that takes long: above, choices and the button that begins it, in whose place Cancel
// stands meanwhile; below, what has come of it or, before there is anything, what it is for; at the bottom,
// words and how much is done. Its owner does the work. UI thread.
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace latentscape {

class TaskPanel : public QWidget {
    Q_OBJECT

public:
    struct Texts {
        QString start; // of the button
        QString startTip;
        QString cancelTip;
        QString progressTip;
    };

    // Its parts are called `name` + "Button", "Cancel", "Hint", "Words" and "Bar". Takes the results.
    TaskPanel(const QString& name, const Texts& texts, QWidget* results, QWidget* parent = nullptr);

    // Right of those before, with its name, if it has one. What is returned holds both, to come and go
    // together.
    QWidget* addChoice(const QString& name, QWidget* field);
    void setHint(const QString& words);
    void showResults(bool shown); // instead of the hint

    void setCanStart(bool can);
    bool canStart() const;
    void setBusy(bool busy);
    void showWords(const QString& words);
    void showShare(double share); // 0 to 1, of the work

signals:
    void started();
    void cancelled();

private:
    QHBoxLayout* m_choices;
    QLabel* m_hint;
    QStackedWidget* m_inside; // hint, results
    QPushButton* m_start;
    QPushButton* m_cancel;
    QLabel* m_words;
    QProgressBar* m_progress;
};

} // namespace latentscape
