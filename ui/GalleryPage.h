// The gallery: pictures that were kept, to come back to, to add and subtract, to walk between. UI thread.
#pragma once

#include "ui/KeptPictures.h"

#include <QWidget>

#include <vector>

class QLabel;
class QStackedLayout;
class QToolButton;

namespace latentscape {

class LatentPoint;
class PictureList;

class GalleryPage : public QWidget {
    Q_OBJECT

public:
    explicit GalleryPage(LatentPoint* point, QWidget* parent = nullptr); // which must outlive it

    std::vector<QWidget*> links() const; // for the header of the card that shows the page

    bool keep(KeptPicture picture); // named by its number when it has no name; false: there is no room
    void setPictures(const std::vector<KeptPicture>& pictures);
    std::vector<KeptPicture> pictures() const;

signals:
    void edited();                                                             // by hand
    void saveRequested(const std::vector<latentscape::KeptPicture>& pictures); // their latents
    void walkRequested(const std::vector<latentscape::KeptPicture>& stops);

private:
    void follow();
    void pick(int row);
    void combine(); // A - B + C
    std::vector<KeptPicture> chosen() const;

    LatentPoint* m_point;
    QStackedLayout* m_pages;
    PictureList* m_list;
    QLabel* m_note;
    QToolButton* m_combine;
    QToolButton* m_walk;
    QToolButton* m_save;
    QToolButton* m_remove;
};

} // namespace latentscape
