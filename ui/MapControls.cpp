#include "ui/MapControls.h"

#include "ui/Card.h"
#include "ui/SettingGroup.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include <algorithm>
#include <initializer_list>

namespace latentscape {

MapControls::MapControls(QWidget* parent)
    : QWidget(parent)
    , m_axisWords(makeNote(tr("axes")))
    , m_x(named(new QComboBox, "mapX", tr("Horizontal axis"), tr("What runs from left to right")))
    , m_y(named(new QComboBox, "mapY", tr("Vertical axis"), tr("What runs from bottom to top")))
    , m_colours(named(new QComboBox, "mapColours", tr("Colour of the points"),
                      tr("What the colours say: what is known about each image, the error of its "
                         "reconstruction, or its KL: how much the encoder says about it, in nats")))
    , m_manifold(named(new QCheckBox(tr("Pictures")), "mapManifold", tr("Decoded pictures behind the map"),
                       tr("Behind the points what the decoder makes of each place. All coordinates that the "
                          "plane doesn't show are those of the present point; with t-SNE it is a mean of the "
                          "nearest encodings")))
    , m_state(makeNote())
    , m_action(named(new QPushButton, "mapAction", tr("Map"),
                     tr("t-SNE of the newest weights. What is shown stays until it is done"))) {
    m_state->setObjectName(QStringLiteral("mapState"));
    m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // long words widen no card
    auto* colourWords = makeNote(tr("colour"));
    colourWords->setBuddy(m_colours);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (QComboBox* box : {m_x, m_y, m_colours}) {
        box->setMinimumHeight(28);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        box->setMaxVisibleItems(16);
    }
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_axisWords, m_x, m_y, colourWords, m_colours, m_manifold})
        row->addWidget(widget);
    row->addWidget(m_state, 1);
    row->addWidget(m_action);
    connect(m_x, &QComboBox::currentIndexChanged, this, [this] { axisChosen(m_x, m_y); });
    connect(m_y, &QComboBox::currentIndexChanged, this, [this] { axisChosen(m_y, m_x); });
    connect(m_colours, &QComboBox::currentIndexChanged, this, &MapControls::colourChosen);
    connect(m_manifold, &QCheckBox::toggled, this, &MapControls::manifoldChanged);
    connect(m_action, &QPushButton::clicked, this, &MapControls::acted);
}

// Never the same on both.
void MapControls::axisChosen(QComboBox* chosen, QComboBox* other) {
    if (chosen->currentIndex() == other->currentIndex() && other->count() > 1) {
        const QSignalBlocker silent(other);
        other->setCurrentIndex(chosen->currentIndex() == 0 ? 1 : 0);
    }
    m_wanted.x = m_x->currentIndex();
    m_wanted.y = m_y->currentIndex();
    emit axesChanged();
}

void MapControls::colourChosen() {
    m_wanted.colour = m_colours->currentText();
    emit colourChanged();
}

// ---- settings ----

MapSettings MapControls::settings() const {
    MapSettings settings = m_wanted;
    settings.pictures = m_manifold->isChecked();
    return settings;
}

void MapControls::setSettings(const MapSettings& settings) {
    m_wanted = settings;
    m_manifold->setChecked(settings.pictures);
    selectAxes();
    selectColour();
    emit axesChanged();
    emit colourChanged();
}

void MapControls::selectAxes() {
    const QSignalBlocker silentX(m_x);
    const QSignalBlocker silentY(m_y);
    const int last = m_x->count() - 1;
    const auto [low, high] = std::minmax(m_wanted.x, m_wanted.y);
    const bool possible = low >= 0 && low < high && high <= last;
    m_x->setCurrentIndex(possible ? m_wanted.x : std::min(0, last));
    m_y->setCurrentIndex(possible ? m_wanted.y : std::min(1, last));
}

void MapControls::selectColour() {
    const QSignalBlocker silent(m_colours);
    const int index = m_colours->findText(m_wanted.colour);
    const auto* items = qobject_cast<QStandardItemModel*>(m_colours->model());
    const bool possible = index >= 0 && items && items->item(index)->isEnabled();
    m_colours->setCurrentIndex(possible ? index : std::min(0, m_colours->count() - 1));
}

// ---- choices ----

void MapControls::listAxes(const QString& name, int first, int count) {
    if (m_x->count() == count && (count == 0 || m_x->itemText(0) == name.arg(first)))
        return;
    for (QComboBox* box : {m_x, m_y}) {
        const QSignalBlocker silent(box);
        box->clear();
        for (int i = 0; i < count; ++i)
            box->addItem(name.arg(i + first));
    }
    selectAxes();
}

void MapControls::showAxes(bool shown) {
    for (QWidget* widget : std::initializer_list<QWidget*>{m_axisWords, m_x, m_y})
        widget->setVisible(shown);
}

int MapControls::x() const {
    return m_x->currentIndex();
}

int MapControls::y() const {
    return m_y->currentIndex();
}

QString MapControls::xName() const {
    return m_x->currentText();
}

QString MapControls::yName() const {
    return m_y->currentText();
}

void MapControls::listColours(const std::vector<QString>& names, const std::vector<QString>& missing) {
    std::vector<QString> choices = names;
    choices.push_back(tr("none"));
    const std::size_t possible = choices.size();
    for (const QString& name : missing)
        choices.push_back(tr("%1: no encoder").arg(name));
    std::vector<QString> before;
    for (int i = 0; i < m_colours->count(); ++i)
        before.push_back(m_colours->itemText(i));
    if (choices == before)
        return;
    const QSignalBlocker silent(m_colours);
    m_colours->clear();
    for (const QString& choice : choices)
        m_colours->addItem(choice);
    const auto* items = qobject_cast<QStandardItemModel*>(m_colours->model());
    for (std::size_t i = possible; items && i < choices.size(); ++i) {
        QStandardItem* item = items->item(static_cast<int>(i));
        item->setEnabled(false);
        item->setToolTip(tr("A GAN has no encoder: its latents are drawn at random and there is no image "
                            "that they could be compared with"));
    }
    selectColour();
    m_colours->setToolTip(missing.empty()
                              ? tr("What the colours say: what is known about each image, the error of its "
                                   "reconstruction, or its KL: how much the encoder says about it, in nats")
                              : tr("What the colours say: the class that was asked for, or how far a random "
                                   "latent lies from the middle of the prior: the farther, the more unusual. "
                                   "A GAN has no encoder, so there is neither an error nor a KL"));
    m_colours->setEnabled(choices.size() > 1);
}

int MapControls::colour() const {
    return m_colours->currentIndex();
}

bool MapControls::wantsManifold() const {
    return m_manifold->isChecked();
}

void MapControls::showState(const QString& words, const QString& tip) {
    m_state->setText(words);
    m_state->setToolTip(tip);
}

void MapControls::showAction(const QString& words) {
    m_action->setVisible(!words.isEmpty());
    if (!words.isEmpty()) {
        m_action->setText(words);
        m_action->setAccessibleName(words);
    }
}

} // namespace latentscape
