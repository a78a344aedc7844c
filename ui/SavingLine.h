// At the right end of the bottom line: what is being written to a file, how far it is, and a way to cancel
// it. Seen only when that takes longer than a moment. Those who write find the one of their window. UI
// thread.
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace latentscape {

class SavingLine : public QWidget {
    Q_OBJECT

public:
    explicit SavingLine(QWidget* parent = nullptr);

    // Of the window that `widget` is in; null in a window without.
    static SavingLine* of(const QWidget* widget);

    // The newest one who writes is shown.
    void showSaving(const QObject* who, const QString& what, double share); // share: 0 to 1
    void endSaving(const QObject* who);

signals:
    void cancelRequested(const QObject* who);

private:
    const QObject* m_who = nullptr;
    QLabel* m_words;
    QProgressBar* m_bar;
    QToolButton* m_cancel;
    QTimer m_moment; // until it is worth a word
};

} // namespace latentscape
