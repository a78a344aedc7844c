// The row below a map: which axes it has, what its colours say, whether pictures stand behind it, how far
// work is, and a button for it. UI thread.
#pragma once

#include "ui/MapSettings.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace latentscape {

class MapControls : public QWidget {
    Q_OBJECT

public:
    explicit MapControls(QWidget* parent = nullptr);

    // All but the plane. What is not there yet is chosen as soon as it is listed.
    MapSettings settings() const;
    void setSettings(const MapSettings& settings);

    // "PC 1", say: `name` with the numbers from `first`. What is chosen stays where it can.
    void listAxes(const QString& name, int first, int count);
    void showAxes(bool shown);
    int x() const;
    int y() const;
    QString xName() const;
    QString yName() const;

    // Their names; one more choice is no colour at all. Those that are missing, which a GAN has not, are
    // listed too and say why they can't be chosen.
    void listColours(const std::vector<QString>& names, const std::vector<QString>& missing = {});
    int colour() const; // as listed; as many as there are names: none

    bool wantsManifold() const;
    void showState(const QString& words, const QString& tip); // what is shown, or how far work is
    void showAction(const QString& words);                    // empty: there is none

signals:
    void axesChanged();
    void colourChanged();
    void manifoldChanged();
    void acted();

private:
    void axisChosen(QComboBox* chosen, QComboBox* other);
    void colourChosen();
    void selectAxes();
    void selectColour();

    MapSettings m_wanted; // may be more than there is to choose now
    QLabel* m_axisWords;
    QComboBox* m_x;
    QComboBox* m_y;
    QComboBox* m_colours;
    QCheckBox* m_manifold;
    QLabel* m_state;
    QPushButton* m_action;
};

} // namespace latentscape
