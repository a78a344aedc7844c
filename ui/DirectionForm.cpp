#include "ui/DirectionForm.h"

#include "ui/Card.h"
#include "ui/ImagePicker.h"
#include "ui/ImageStage.h"
#include "ui/SettingGroup.h"

#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPixmap>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

DirectionForm::DirectionForm(QWidget* parent)
    : QWidget(parent)
    , m_name(named(new QLineEdit, "directionName", tr("Name of the direction"), tr("What there is more of")))
    , m_accept(named(new QPushButton(tr("Make direction")), "makeDirection", tr("Make direction"),
                     tr("From the middle of the pictures at the right to the middle of those at the left")))
    , m_problem(makeNote())
    , m_picker(new ImagePicker(this, QStringLiteral("directionPicker"))) {
    m_name->setPlaceholderText(tr("Name, for example \"long sleeves\""));
    m_name->setMaxLength(60);
    m_picker->setStaysOpen(true);
    m_problem->setObjectName(QStringLiteral("directionProblem"));
    m_problem->setWordWrap(true);
    auto* cancel =
        named(new QPushButton(tr("Cancel")), "cancelDirection", tr("Cancel"), tr("Back to the directions"));
    auto* sides = new QHBoxLayout;
    sides->setSpacing(12);
    sides->addWidget(makeSide(m_sides[0], "more", tr("More of these"), tr("Pictures the direction leads to"),
                              tr("Add a few pictures that have it")));
    sides->addWidget(makeSide(m_sides[1], "less", tr("Less of those"),
                              tr("Pictures the direction leads away from"), tr("Add a few that lack it")));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_accept);
    buttons->addWidget(cancel);
    buttons->addWidget(m_problem, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_name);
    layout->addLayout(sides, 1);
    layout->addLayout(buttons);

    connect(m_picker, &ImagePicker::picked, this, [this](quint32 index) {
        add({m_images->image(index), index, {}});
    });
    connect(m_name, &QLineEdit::textChanged, this, &DirectionForm::follow);
    connect(m_name, &QLineEdit::returnPressed, m_accept, &QPushButton::click);
    connect(m_accept, &QPushButton::clicked, this, [this] {
        m_problem->setText(tr("encoding..."));
        std::array<DirectionPictures, 2> pictures;
        for (std::size_t i = 0; i < m_sides.size(); ++i) {
            for (const Picture& picture : m_sides[i].chosen) {
                if (picture.index) {
                    pictures[i].images.push_back(*picture.index);
                } else {
                    pictures[i].latents.push_back(picture.latent);
                }
            }
        }
        emit accepted(m_name->text().trimmed(), pictures[0], pictures[1]);
    });
    connect(cancel, &QPushButton::clicked, this, &DirectionForm::cancelled);
}

QWidget* DirectionForm::makeSide(Side& side, const char* name, const QString& title, const QString& tip,
                                 const QString& words) {
    side.stage = new ImageStage;
    side.stage->setObjectName(QString::fromLatin1(name) + QStringLiteral("Stage"));
    side.stage->setAccessibleName(title);
    side.stage->setToolTip(tr("A click takes a picture out again"));
    side.stage->setEmptyWords(words);
    side.stage->setClickable(true);
    side.stage->setMaximumFactor(2);
    side.add = new QPushButton(tr("Add..."));
    named(side.add, (QByteArray(name) + "Add").constData(), tr("%1: add pictures").arg(title), tip);
    connect(side.add, &QPushButton::clicked, this, [this, &side] { offer(side); });
    connect(side.stage, &ImageStage::imageClicked, this, [this, &side](int index) {
        side.chosen.erase(side.chosen.begin() + index);
        show(side);
    });
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->addWidget(makeNote(title), 1);
    head->addWidget(side.add);
    layout->addLayout(head);
    layout->addWidget(side.stage, 1);
    return column;
}

void DirectionForm::setImages(std::shared_ptr<const Dataset> images) {
    m_images = std::move(images);
    m_picker->setData(m_images);
    for (Side& side : m_sides) {
        side.chosen.clear();
        show(side);
    }
}

void DirectionForm::setGallery(std::function<std::vector<KeptPicture>()> pictures) {
    m_gallery = std::move(pictures);
}

// ---- choosing ----

// From the gallery, too, when there is something in it.
void DirectionForm::offer(Side& side) {
    m_adding = &side;
    const auto kept = m_gallery ? m_gallery() : std::vector<KeptPicture>();
    if (kept.empty()) {
        m_problem->setText(
            m_images ? QString() : tr("Load images that the model takes, or keep pictures in the gallery."));
        m_picker->popUp(side.add);
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("directionPictures"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_images) {
        connect(menu->addAction(tr("Held-out images...")), &QAction::triggered, this,
                [this, &side] { m_picker->popUp(side.add); });
    }
    menu->addSection(tr("Gallery"));
    for (const KeptPicture& picture : kept) {
        connect(menu->addAction(QIcon(QPixmap::fromImage(picture.image)), picture.name), &QAction::triggered,
                this, [this, picture] {
                    add({fromQImage(picture.image), {}, picture.latent});
                });
    }
    menu->popup(side.add->mapToGlobal(QPoint(0, side.add->height())));
}

void DirectionForm::add(Picture picture) {
    auto& chosen = m_adding->chosen;
    const auto same = [&](const Picture& other) {
        return other.index == picture.index && other.latent == picture.latent;
    };
    if (std::ranges::none_of(chosen, same)) {
        chosen.push_back(std::move(picture));
        show(*m_adding);
    }
}

void DirectionForm::begin() {
    m_name->clear();
    m_problem->clear();
    for (Side& side : m_sides) {
        side.chosen.clear();
        show(side);
    }
    m_name->setFocus();
}

void DirectionForm::showProblem(const QString& message) {
    m_problem->setText(message);
}

void DirectionForm::show(Side& side) {
    auto images = std::make_shared<std::vector<Image>>();
    for (const Picture& picture : side.chosen) {
        images->push_back(picture.image);
    }
    side.stage->setImages(images);
    follow();
}

void DirectionForm::follow() {
    m_accept->setEnabled(!m_name->text().trimmed().isEmpty() && !m_sides[0].chosen.empty() &&
                         !m_sides[1].chosen.empty());
}

} // namespace latentscape
