#include "ui/GalleryPage.h"

#include "ui/Card.h"
#include "ui/LatentPoint.h"
#include "ui/PictureList.h"

#include <QLabel>
#include <QStackedLayout>
#include <QToolButton>

namespace latentscape {

GalleryPage::GalleryPage(LatentPoint* point, QWidget* parent)
    : QWidget(parent)
    , m_point(point)
    , m_pages(new QStackedLayout(this))
    , m_list(new PictureList("gallery", tr("Kept pictures")))
    , m_note(makeNote())
    , m_combine(
          makeLink("combine", tr("A − B + C"),
                   tr("Arithmetic in the latent space: choose three pictures with Ctrl, in this order, and "
                      "the point goes to A − B + C. A smiling woman − a woman + a man")))
    , m_walk(
          makeLink("walkBetween", tr("Walk between"),
                   tr("A path from each of the chosen pictures to the next, in the order in which they were "
                      "chosen")))
    , m_save(makeLink("saveKept", tr("Save latents..."),
                      tr("The latents of the chosen pictures, or of all, as a table or an array for NumPy")))
    , m_remove(
          makeLink("removeKept", tr("Remove"), tr("Take the chosen pictures out of the gallery (Delete)"))) {
    auto* empty =
        makeNote(tr("Keep puts the decoded picture here, with the point that made it: to come back to it, "
                    "to walk between two of them, or to add and subtract them."));
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    m_pages->addWidget(empty);
    m_pages->addWidget(m_list);
    m_note->setObjectName(QStringLiteral("galleryNote"));
    connect(m_list, &PictureList::picked, this, &GalleryPage::pick);
    connect(m_list, &PictureList::chosenChanged, this, &GalleryPage::follow);
    connect(m_list, &PictureList::edited, this, [this] {
        follow();
        emit edited();
    });
    connect(m_combine, &QToolButton::clicked, this, &GalleryPage::combine);
    connect(m_walk, &QToolButton::clicked, this, [this] { emit walkRequested(chosen()); });
    connect(m_save, &QToolButton::clicked, this,
            [this] { emit saveRequested(m_list->chosen().empty() ? pictures() : chosen()); });
    connect(m_remove, &QToolButton::clicked, m_list, &PictureList::removeChosen);
    follow();
}

std::vector<QWidget*> GalleryPage::links() const {
    return {m_note, m_combine, m_walk, m_save, m_remove};
}

std::vector<KeptPicture> GalleryPage::chosen() const {
    std::vector<KeptPicture> pictures;
    for (const int row : m_list->chosen()) {
        pictures.push_back(m_list->picture(row));
    }
    return pictures;
}

bool GalleryPage::keep(KeptPicture picture) {
    if (m_list->count() >= kMostKept) {
        return false;
    }
    if (picture.name.isEmpty()) {
        picture.name = tr("Picture %1").arg(m_list->count() + 1);
    }
    m_list->add(picture);
    m_list->scrollToBottom();
    follow();
    emit edited();
    return true;
}

void GalleryPage::setPictures(const std::vector<KeptPicture>& pictures) {
    m_list->setPictures(pictures);
    follow();
}

std::vector<KeptPicture> GalleryPage::pictures() const {
    return m_list->pictures();
}

void GalleryPage::follow() {
    const std::vector<int> chosen = m_list->chosen();
    m_pages->setCurrentIndex(m_list->count() > 0 ? 1 : 0);
    for (QWidget* link : {m_combine, m_walk, m_save, m_remove}) {
        link->setVisible(m_list->count() > 0);
    }
    m_combine->setEnabled(chosen.size() == 3);
    m_walk->setEnabled(chosen.size() >= 2);
    m_remove->setEnabled(!chosen.empty());
    const auto name = [&](std::size_t i) { return m_list->item(chosen[i])->text(); };
    m_note->setText(chosen.size() == 3 ? tr("A: %1, B: %2, C: %3").arg(name(0), name(1), name(2))
                                       : QString());
    m_note->setVisible(chosen.size() == 3);
}

void GalleryPage::pick(int row) {
    const KeptPicture picture = m_list->picture(row);
    m_point->move(picture.latent, picture.label, LatentPoint::Move::Jump);
}

void GalleryPage::combine() {
    const std::vector<int> chosen = m_list->chosen();
    const KeptPicture a = m_list->picture(chosen.at(0));
    const KeptPicture b = m_list->picture(chosen.at(1));
    const KeptPicture c = m_list->picture(chosen.at(2));
    std::vector<float> sum = a.latent;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] += c.latent[i] - b.latent[i];
    }
    m_point->move(std::move(sum), c.label, LatentPoint::Move::Jump);
}

} // namespace latentscape
