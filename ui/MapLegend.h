// What the colours of a map mean, at its right: a column of classes, of which one can be chosen to stand out,
// or a figure's scale. UI thread.
#pragma once

#include "ui/MapColours.h"

#include <QString>
#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace latentscape {

class MapLegend : public QWidget {
    Q_OBJECT

public:
    explicit MapLegend(QWidget* parent = nullptr);

    void showNothing();
    void showClasses(const std::vector<QString>& names);
    void showScale(const MapColours& colours, const QString& name); // its low and high end beside it
    int chosen() const { return m_chosen; }                         // class; -1: none

signals:
    void choiceChanged(int chosen);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void clear();
    void choose(int index, bool on);
    void hideWhatDoesNotFit();

    QVBoxLayout* m_column;
    QLabel* m_more;
    std::vector<QString> m_names;
    std::vector<QWidget*> m_rows;
    MapColours m_scale; // empty: there is none
    QString m_name;
    int m_chosen = -1;
};

} // namespace latentscape
