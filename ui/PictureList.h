// Kept pictures side by side with their names below, on the dark stage: to choose, to name (F2), to put into
// another order with the mouse or with Alt and the arrow keys. UI thread.
#pragma once

#include "ui/KeptPictures.h"

#include <QListWidget>

#include <vector>

namespace latentscape {

class PictureList : public QListWidget {
    Q_OBJECT

public:
    PictureList(const char* objectName, const QString& accessibleName, QWidget* parent = nullptr);

    void setPictures(const std::vector<KeptPicture>& pictures);
    void add(const KeptPicture& picture);
    std::vector<KeptPicture> pictures() const; // in the order shown
    KeptPicture picture(int row) const;
    std::vector<int> chosen() const; // rows, in the order in which they were chosen
    void removeChosen();

signals:
    void edited();        // by hand: other pictures, names or order
    void chosenChanged(); // what chosen() says
    void picked(int row); // by double-click or Enter

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void followSelection();
    void moveCurrent(int places);
    void applyColours();

    QList<QListWidgetItem*> m_chosen;
};

} // namespace latentscape
