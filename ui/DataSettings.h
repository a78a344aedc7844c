// Which images to learn from: those found on this machine or a folder of one's own. UI thread.
#pragma once

#include "core/data/DataSource.h"
#include "ui/SettingGroup.h"

class QComboBox;

namespace latentscape {

class ImageStage;

class DataSettings : public SettingGroup {
    Q_OBJECT

public:
    explicit DataSettings(QWidget* parent = nullptr);

    QString source() const;
    void offerSource(const QString& name, const QString& source); // one more to choose
    void addSource(const QString& name, const QString& source);   // and chooses it
    void setData(const LoadedData& data);

signals:
    void sourceChosen(const QString& source);
    void openRequested(); // images of one's own

private:
    void showSkipped(const std::vector<std::string>& files); // how many, and in the tooltip which and why
    QComboBox* m_sources;
    ImageStage* m_preview;
    QLabel* m_note;
};

} // namespace latentscape
