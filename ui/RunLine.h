// The bottom line: how far the run is, or what is being read and a way to cancel that. Says now and then, at
// its right end, what went well, and holds the SavingLine of the window. UI thread.
#pragma once

#include "core/train/Snapshot.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace latentscape {

class RunLine : public QWidget {
    Q_OBJECT

public:
    explicit RunLine(QWidget* parent = nullptr);

    void clear(); // there is no run
    void showRun(const Snapshot& snapshot);
    // Appears when it takes longer than a moment.
    void showLoading(const QString& what, double share); // share: 0 to 1; negative: not known
    void endLoading();
    void showNotice(const QString& text); // for some seconds
    void showTip(const QString& text);    // as long as it is not empty

signals:
    void cancelRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showWords();

    QProgressBar* m_bar;
    QLabel* m_words;
    QLabel* m_figures;
    QLabel* m_right;
    QToolButton* m_cancel;
    QTimer m_moment; // until loading is worth a word
    QTimer m_noticeTimer;
    bool m_loading = false;
    QString m_loadingWords;
    double m_loadingShare = -1;
    QString m_runWords, m_runFigures, m_runLeft;
    int m_runPermille = 0;
    QString m_notice, m_tip;
};

} // namespace latentscape
