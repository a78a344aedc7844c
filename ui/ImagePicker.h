// A sheet of a data set's images that drops down from a button: a click or Enter picks one. UI thread; owned
// by the view that opens it.
#pragma once

#include "core/data/Dataset.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace latentscape {

class ImageStage;

class ImagePicker : public QFrame {
    Q_OBJECT

public:
    explicit ImagePicker(QWidget* parent, const QString& objectName = QStringLiteral("imagePicker"));

    void setData(std::shared_ptr<const Dataset> images);
    void setStaysOpen(bool stays) { m_staysOpen = stays; } // several are picked, one after the other
    void popUp(QWidget* above);                            // next to this button, inside its screen

signals:
    void picked(quint32 index);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showPage(std::int64_t first);

    std::shared_ptr<const Dataset> m_data;
    std::int64_t m_first = 0;
    bool m_staysOpen = false;
    ImageStage* m_stage;
    QLabel* m_range;
    QToolButton* m_previous;
    QToolButton* m_next;
};

} // namespace latentscape
