// The line below the pictures of Compare: where one is among all images, what is being worked on and a button
// that ends it, the figures of all images, and the buttons that turn pages. UI thread.
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace latentscape {

class CompareFooter : public QWidget {
    Q_OBJECT

public:
    explicit CompareFooter(QWidget* parent = nullptr);

    void showPlace(const QString& words);
    void showFigures(const QString& words);
    void setPaging(bool shown, bool before, bool after); // whether there are images before and after these
    void showBusy(const QString& words, double share);   // 0 to 1; negative: not known
    void endBusy();

signals:
    void cancelled();
    void previousWanted();
    void nextWanted();

private:
    QLabel* m_place;
    QLabel* m_work;
    QLabel* m_figures;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    QPushButton* m_previous;
    QPushButton* m_next;
};

} // namespace latentscape
