// How to train: the settings that most need; all others are on the SettingsPage. UI thread.
#pragma once

#include "ui/SettingForm.h"

namespace latentscape {

class TrainingSettings : public SettingForm {
    Q_OBJECT

public:
    explicit TrainingSettings(QWidget* parent = nullptr);

    void setKind(ModelKind kind); // of the model that is to be trained

signals:
    void rateSearchRequested();
    void moreRequested();

private:
    QToolButton* m_findRate;
};

} // namespace latentscape
