// The training images that are most like the decoded picture, and whether it is one of them learnt by heart.
// Looks only while it is seen. UI thread.
#pragma once

#include "core/data/DataSource.h"
#include "ui/DecodeLoop.h"
#include "ui/LatestTask.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <vector>

class QLabel;

namespace latentscape {

class ImageStage;

class NearestPage : public QWidget {
    Q_OBJECT

public:
    explicit NearestPage(QWidget* parent = nullptr);

    std::vector<QWidget*> links() const;    // for the header of the card that shows the page
    void setData(const LoadedData& loaded); // may be none
    void setPicture(const Images& picture);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void look();
    void judge(double nearest);

    LoadedData m_data;
    Images m_picture;
    Images m_lookedAt;
    std::shared_ptr<const std::vector<double>> m_usual; // of these data; null: not measured yet
    ImageStage* m_stage;
    QLabel* m_note;
    LatestTask m_task;
    QTimer m_pause; // the hand is still moving
};

} // namespace latentscape
