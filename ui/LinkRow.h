// Quiet links and notes side by side, a dot between two that are shown: what stands at the right of a card's
// title. UI thread.
#pragma once

#include <QWidget>

#include <vector>

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
    void placeDots();

    QHBoxLayout* m_layout;
    std::vector<QWidget*> m_widgets;
    std::vector<QWidget*> m_dots; // before each but the first
};

} // namespace latentscape
