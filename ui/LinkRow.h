// Quiet links and notes side by side, a dot between two that are shown: what stands at the right of a card's
// title. UI thread.
#pragma once

#include <QHash>
#include <QWidget>

class QHBoxLayout;

namespace latentscape {

class LinkRow : public QWidget {
    Q_OBJECT

public:
    explicit LinkRow(QWidget* parent = nullptr);

    void add(QWidget* widget); // at the right end

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QHBoxLayout* m_layout;
    QWidget* m_last = nullptr;
    QHash<QObject*, QWidget*> m_dots; // what follows each but the last; comes and goes with it
};

} // namespace latentscape
